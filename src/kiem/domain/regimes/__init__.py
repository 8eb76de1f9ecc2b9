"""Entitlements: which rule gives an office how many release hours, since when, by which source."""
