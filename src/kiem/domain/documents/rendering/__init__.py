"""The two renderers of one layout."""
