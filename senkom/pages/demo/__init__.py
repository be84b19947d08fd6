"""The demo: an invented chapter around the day of seeding (names, numbers and results are invented)."""
