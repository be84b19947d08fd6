"""Pages of the partners, by noun."""
