"""Every operation, by subject. Each declares its permission and is one query or one action."""
