"""`make reset`: remove the data of the embedded servers and of the site, for a new beginning."""

import sys

from senkom.embedded.place import Place, Refusal
from senkom.embedded.process import Lock


def reset(place: Place) -> None:
    """Remove everything of one place, unless somebody uses it or it was never ours."""
    if not place.data.exists():
        return
    if not (place.data / "WHERE").exists():
        raise Refusal(f"{place.data} was not made by Senkom; nothing was removed. Is SENKOM_DATA right?")
    for name in ("run.lock", "postgresql.keeper"):
        if Lock(place.file(name)).is_held():
            raise Refusal(f"Senkom still runs over {place.data}. Stop it with Ctrl-C first, then `make reset` again.")
    place.remove()


def main() -> int:
    """Run `make reset`."""
    place = Place.from_environment()
    try:
        reset(place)
    except Refusal as refusal:
        print(refusal)
        return 1
    print(f"{place.data} is empty. `make run` begins anew.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
