"""Django apps: the truth and its rules. One folder, one subject."""
