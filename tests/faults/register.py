"""What a fault is: a number, as in docs/benchmarks.md, what is done, and a function that says what was seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

House = Any
Experiment = Callable[[House], str]


@dataclass(frozen=True)
class Fault:
    """One fault; `experiment` raises AssertionError where it did harm."""

    number: str
    done: str
    experiment: Experiment
    fast: bool
    off: str
    """Which protection `off` takes away; empty where there is no switch for it."""


FAULTS: dict[str, Fault] = {}


def fault(number: str, done: str, *, fast: bool = False, off: str = "") -> Callable[[Experiment], Experiment]:
    """Register a fault."""

    def register(experiment: Experiment) -> Experiment:
        FAULTS[number] = Fault(number, done, experiment, fast, off)
        return experiment

    return register
