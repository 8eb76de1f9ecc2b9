"""Measurements anybody can repeat: `make bench`, or `python -m benchmarks [pages] [simulation]`."""
