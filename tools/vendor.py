#!/usr/bin/env python3
"""Keep other people's browser files in static/vendor: pinned, with their licences, checked by hash.

tools/vendor.py update    fetch the packages below with `npm pack`, copy the listed files, write the lock
tools/vendor.py check     compare what is committed with the lock (a test does this too)
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

STATIC = Path(__file__).resolve().parent.parent / "static"
VENDOR = STATIC / "vendor"
LOCK = STATIC / "vendor.lock.json"

# Package and version, then the files we serve; the version stands in the folder's name, so a browser never mixes two.
WANTED = {
    "bootstrap@5.3.9": ["dist/css/bootstrap.min.css", "LICENSE"],
    "htmx.org@2.0.11": ["dist/htmx.min.js", "LICENSE"],
}
# The hashed static files storage stops at a map that is not there.
SOURCE_MAP = re.compile(rb"\s*(?:/\*#\s*sourceMappingURL=[^*]*\*/|//#\s*sourceMappingURL=\S*)\s*")


def sri(content: bytes) -> str:
    """The hash of a file as browsers write it."""
    return "sha384-" + base64.b64encode(hashlib.sha384(content).digest()).decode()


def folder_of(package: str) -> Path:
    """Where a package's files lie: bootstrap@5.3.9 in static/vendor/bootstrap-5.3.9."""
    name, _at, version = package.rpartition("@")
    return VENDOR / f"{name.removesuffix('.org')}-{version}"


def fetch(package: str, files: list[str]) -> dict[str, Any]:
    """Copy the listed files of one package; returns its entry of the lock."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["npm", "pack", "--json", "--silent", "--pack-destination", folder, package]
        answer = json.loads(subprocess.check_output(command))  # noqa: S603 - the packages are named above
        about = (answer if isinstance(answer, list) else list(answer.values()))[0]
        hashes = {}
        with tarfile.open(next(Path(folder).glob("*.tgz"))) as archive:
            for name in files:
                member = archive.extractfile(f"package/{name}")
                if member is None:
                    raise SystemExit(f"{package} has no file {name}. Look into the package and mend WANTED.")
                content = SOURCE_MAP.sub(b"\n", member.read())
                target = folder_of(package) / Path(name).name
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content)
                hashes[str(target.relative_to(VENDOR))] = sri(content)
    return {"integrity": about["integrity"], "files": hashes}


def update() -> None:
    """Fetch everything and write the lock."""
    lock = {package: fetch(package, files) for package, files in WANTED.items()}
    LOCK.write_text(json.dumps(lock, indent=2) + "\n")


def faults() -> list[str]:
    """What differs between the lock and the files, in sentences."""
    lock = json.loads(LOCK.read_text())
    locked = {name: sri_ for entry in lock.values() for name, sri_ in entry["files"].items()}
    found = {str(path.relative_to(VENDOR)): sri(path.read_bytes()) for path in VENDOR.rglob("*") if path.is_file()}
    said = [f"{name} is not in the lock." for name in sorted(found.keys() - locked.keys())]
    said += [f"{name} is missing." for name in sorted(locked.keys() - found.keys())]
    said += [f"{name} was changed." for name in sorted(found.keys() & locked.keys()) if found[name] != locked[name]]
    if set(lock) != set(WANTED):
        said.append("The lock names other packages than WANTED.")
    return said


def main(arguments: list[str]) -> int:
    """Run one of the two commands."""
    if arguments not in (["update"], ["check"]):
        print(__doc__)
        return 2
    if arguments == ["update"]:
        update()
    said = faults()
    for sentence in said:
        print(sentence, "Run tools/vendor.py update.", file=sys.stderr)
    return bool(said)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
