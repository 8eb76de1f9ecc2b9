"""The composition root: settings and the URL table."""
