"""The second sample: a city police of May 2020, from what was said to what became of it."""
