"""`python -m tests.faults [fast] [off] [F13 …]`: make faults, a line for each; ends with 1 where one did harm."""

from __future__ import annotations

import os
import sys
import time

import django

from tests.faults.house import House
from tests.faults.register import FAULTS, Fault


def main(words: list[str]) -> int:
    """Run what was asked for, on servers of our own."""
    house = House()
    try:
        house.start()
        os.environ["DJANGO_SETTINGS_MODULE"] = "senkom.settings"
        django.setup()
        # Only now can the tables be imported.
        from tests.faults import broker, database, files, oracle, senders, storm, web  # noqa: F401 - they register themselves

        oracle.prepare()
        off = "off" in words
        chosen = [fault for fault in FAULTS.values() if is_wanted(fault, words, off=off)]
        harm = [fault for fault in chosen if not run(house, fault, off=off)]
    finally:
        house.stop()
    what = "faults seen without their protection" if off else "faults withstood"
    say(f"{len(chosen) - len(harm)} of {len(chosen)} {what}")
    return 1 if harm or not chosen else 0


def is_wanted(fault: Fault, words: list[str], *, off: bool) -> bool:
    """Whether to run this one."""
    numbers = {word for word in words if word not in ("fast", "off")}
    is_named = fault.number in numbers or not numbers
    return is_named and (fault.fast or "fast" not in words) and bool(fault.off or not off)


def run(house: House, fault: Fault, *, off: bool) -> bool:
    """Run one fault and say what was seen; whether it went as it should."""
    house.off = fault.number if off else ""
    begun = time.monotonic()
    try:
        seen, harmless = fault.experiment(house), True
    except AssertionError as error:
        seen, harmless = str(error).partition("\n")[0], False
    except Exception as error:  # noqa: BLE001 - the experiment itself broke: never what was expected; the next has its turn
        say(f"{fault.number:4} BROKEN   {fault.done} → {type(error).__name__}: {str(error).strip()[:300]}")
        return False
    if seen.startswith("NOT RUN"):
        say(f"{fault.number:4} {fault.done} → {seen}")
        return True
    word = ("NOT SEEN" if harmless else "seen") if off else ("ok" if harmless else "FAILED")
    done = f"{fault.done}; without {fault.off}" if off else fault.done
    say(f"{fault.number:4} {word:8} {done} → {seen} [{time.monotonic() - begun:.1f} s]")
    return harmless is not off


def say(line: str) -> None:
    """A line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
