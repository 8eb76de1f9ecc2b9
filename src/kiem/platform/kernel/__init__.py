"""Errors, the clock, text order and the two-axis fields every app stands on."""
