"""How long until the first page: of a sample that is there already, and of one to be made."""
