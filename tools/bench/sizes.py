"""How much of everything: chapters from one village's friends to the whole nation."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """One database of the bench."""

    members: int
    duties: int
    days: int
    """Over how many days the duties lie, from a quarter of them ago."""
    districts: int
    """In how many districts there is a chapter, at most."""

    @property
    def label(self) -> str:
        return f"{self.members:,}"

    @property
    def database(self) -> str:
        return f"bench_{self.members}"

    @property
    def reminders(self) -> int:
        return 10_000 if self.members < 100_000 else 100_000

    @property
    def incidents(self) -> int:
        return min(max(30, self.members // 5), 50_000)


SIZES = {
    "75": Size(75, 441, 30, 5),
    "5000": Size(5_000, 5_000, 60, 120),
    "100000": Size(100_000, 50_000, 180, 2_500),
    "nation": Size(1_000_000, 50_000, 180, 10_000),
}
USUAL = ("75", "5000", "100000")
