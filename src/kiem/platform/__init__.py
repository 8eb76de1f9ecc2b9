"""What every app stands on; no word of the domain."""
