"""Senkom: wires the apps together."""
