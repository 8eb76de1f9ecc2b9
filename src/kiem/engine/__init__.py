"""Pure numerics: arrays and dataclasses in, arrays and dataclasses out. No Django."""
