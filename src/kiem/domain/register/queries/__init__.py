"""Reads of the register. Every query takes `viewer` and filters itself (see `scopes`)."""
