"""Whole cases, as a user would tell them."""
