"""Sheets of people: which columns they have, what stands in a cell, what a row would do to the list."""
