"""How people and programs reach Kiem: web, command line."""
