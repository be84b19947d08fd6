"""The pages of the duties, by noun."""
