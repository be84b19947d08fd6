"""Faults, really made: servers killed, locked, emptied and filled up, while real web servers and workers run on them.

`make faults` runs all of them and prints a line for each; `make faults ARGS=off` runs those that have a protection in
our code without it, and then each must be seen to hurt: a fault that cannot be seen proves nothing. `make test` runs
the fast ones (`test_faults.py`).
"""
