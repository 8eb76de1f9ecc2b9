"""Reads of the returns. Each applies the viewer's permission and scope itself."""
