"""Whole tables as files, of any size: for `kiem export` and as background work."""
