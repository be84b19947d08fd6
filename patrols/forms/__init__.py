"""Input of the duties, by noun."""
