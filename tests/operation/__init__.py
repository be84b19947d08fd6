"""A server as an administrator runs it: patience, backup, restore."""
