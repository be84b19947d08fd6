"""The acts of the night, one module each."""
