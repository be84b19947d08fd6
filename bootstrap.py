#!/usr/bin/env python3
"""Make `.venv` from requirements.txt, where every package is locked by its hash.

Needs the standard library of Python 3.8 or newer and nothing else, so that `make run` works on an empty machine.
A stamp in `.venv` makes the second run free. `make` calls this file before everything it does.
"""

from __future__ import annotations

import glob
import hashlib
import os
import shutil
import subprocess
import sys
import time
from typing import Iterator, NoReturn

ROOT = os.path.dirname(os.path.abspath(__file__))
REQUIREMENTS = os.path.join(ROOT, "requirements.txt")
VENV = os.path.join(ROOT, ".venv")
VENV_PYTHON = os.path.join(VENV, "bin", "python")
STAMP = os.path.join(VENV, ".stamp")
UV_HOME = os.path.join(ROOT, ".tools", "uv")
UV = os.path.join(UV_HOME, "bin", "uv")
UV_VERSION = "0.13.9"
PYTHONS = ("3.13", "3.12", "3.14", "3.11")  # in the order we like them
SYSTEM_CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt"
NO_VENV = (
    "Python's venv module is missing. Install the package python3-venv "
    "(on Debian and Ubuntu: sudo apt-get install python3-venv), then run the same command again."
)


def main() -> None:
    """Leave a `.venv` that holds exactly what requirements.txt says."""
    if is_ready():
        return
    if os.path.islink(VENV) and answers([VENV_PYTHON, "-c", "import django"]):
        say(".venv is a link to an environment made for another requirements.txt; using it as it is.")
        return
    started = time.time()
    uv = find_or_install_uv()
    make_environment(uv)
    with open(STAMP, "w") as stamp:
        stamp.write(wanted_stamp())
    say("ready after %.0f s" % (time.time() - started))


def is_ready() -> bool:
    """Tell whether `.venv` was made for this requirements.txt and still runs."""
    try:
        with open(STAMP) as stamp:
            return stamp.read() == wanted_stamp() and answers([VENV_PYTHON, "-c", "import django"])
    except OSError:
        return False


def wanted_stamp() -> str:
    """Name the environment we want: the locked packages, uv's version, the Pythons we accept."""
    with open(REQUIREMENTS, "rb") as requirements:
        return hashlib.sha256(requirements.read() + repr((UV_VERSION, PYTHONS)).encode()).hexdigest()


def find_or_install_uv() -> str:
    """Return the path of uv: ours, or a new one by venv, by pip, or by apt; else say which package is missing."""
    if answers([UV, "--version"]):
        return UV
    say("fetching uv %s" % UV_VERSION)
    problems = []
    for way in (install_uv_by_venv, install_uv_by_pip, install_uv_by_apt):
        shutil.rmtree(UV_HOME, ignore_errors=True)
        result = way()
        if result.returncode == 0 and answers([UV, "--version"]):
            return UV
        problems.append(result.stdout.strip())
    uv_on_path = shutil.which("uv")
    if uv_on_path is None:
        lacks_tools = not answers([sys.executable, "-m", "ensurepip", "--version"])
        stop(NO_VENV if lacks_tools else "Cannot fetch uv:\n" + "\n".join(filter(None, problems)))
    return uv_on_path


def install_uv_by_venv() -> subprocess.CompletedProcess[str]:
    """Install uv into its own environment."""
    made = call([sys.executable, "-m", "venv", UV_HOME])
    return pip_install(os.path.join(UV_HOME, "bin", "python")) if made.returncode == 0 else made


def install_uv_by_pip() -> subprocess.CompletedProcess[str]:
    """Install uv into a folder, where Python has pip but no venv."""
    return pip_install(sys.executable, "--target", UV_HOME)


def install_uv_by_apt() -> subprocess.CompletedProcess[str]:
    """Let root install the missing package python3-venv, then go the first way."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return subprocess.CompletedProcess([], 1, "")
    say("Python's venv module is missing: installing the package python3-venv")
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    call(["apt-get", "update", "-qq"], environment)
    installed = call(["apt-get", "install", "-y", "-qq", "python3-venv"], environment)
    return install_uv_by_venv() if installed.returncode == 0 else installed


def pip_install(python: str, *options: str) -> subprocess.CompletedProcess[str]:
    """Install uv with the pip of one Python; old pips need to be told where the machine's certificates are."""
    environment = dict(os.environ)
    if os.path.exists(SYSTEM_CERTIFICATES):
        environment.setdefault("PIP_CERT", SYSTEM_CERTIFICATES)
    command = [python, "-m", "pip", "install", "-q", "--disable-pip-version-check", *options, "uv==" + UV_VERSION]
    return call(command, environment)


def make_environment(uv: str) -> None:
    """Make `.venv` with the best Python here (or one that uv downloads) and fill it."""
    environment = {k: v for k, v in os.environ.items() if k not in ("VIRTUAL_ENV", "UV_PYTHON", "CONDA_PREFIX")}
    environment.update(VIRTUAL_ENV=VENV, UV_NO_CONFIG="1")
    python = find_python()
    if python is None:
        say("no Python %s here; downloading %s" % (" or ".join(PYTHONS), PYTHONS[0]))
        python = PYTHONS[0]
        must(
            call_with_either_certificates([uv, "python", "install", "-q", python], environment),
            "Senkom needs Python %s. Install one of them (on Debian: python3), then run the same command again."
            % " or ".join(PYTHONS),
        )
    say("installing the locked packages for %s" % python)
    must(call([uv, "venv", "-q", "--clear", "--python", python, VENV], environment), "Cannot make .venv.")
    sync = [uv, "pip", "sync", "-q", "--require-hashes", "--compile-bytecode", REQUIREMENTS]
    must(
        call_with_either_certificates(sync, environment),
        "Cannot install the packages of requirements.txt. Is a package registry within reach?",
    )


def find_python() -> str | None:
    """Return the absolute path of the best Python here; uv itself does not look into version managers' folders."""
    found: dict[str, str] = {}
    for candidate in python_candidates():
        result = call(
            [candidate, "-c", "import ctypes, ssl, sys; print('%d.%d' % sys.version_info[:2], sys.executable)"]
        )
        version, _, path = result.stdout.strip().partition(" ")
        if result.returncode == 0 and version in PYTHONS:
            found.setdefault(version, path)
            if version == PYTHONS[0]:
                break
    return next((found[version] for version in PYTHONS if version in found), None)


def python_candidates() -> Iterator[str]:
    """Yield where Pythons may be, the best versions first, the running one last."""
    home = os.path.expanduser("~")
    pyenv = os.environ.get("PYENV_ROOT", os.path.join(home, ".pyenv"))
    folders = (
        pyenv + "/versions/{0}.*/bin",
        home + "/.local/share/uv/python/cpython-{0}.*/bin",
        home + "/.local/share/mise/installs/python/{0}.*/bin",
        "/usr/local/bin",
        "/opt/homebrew/bin",
        "/opt/python*/bin",
    )
    for version in PYTHONS:
        on_path = shutil.which("python" + version)
        if on_path:
            yield on_path
        for folder in folders:
            for path in sorted(glob.glob(folder.format(version) + "/python" + version), reverse=True):
                yield path
    yield sys.executable


def call_with_either_certificates(command: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run uv with its own list of certificates, then with the machine's: a private authority is only in that one."""
    result = call(command, environment)
    return call(command, dict(environment, UV_SYSTEM_CERTS="1")) if result.returncode else result


def call(command: list[str], environment: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command and keep what it says; a missing program is a result, too."""
    try:
        return subprocess.run(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, universal_newlines=True
        )
    except OSError as error:
        return subprocess.CompletedProcess(command, 127, str(error))


def answers(command: list[str]) -> bool:
    """Tell whether a command runs and succeeds."""
    return call(command).returncode == 0


def must(result: subprocess.CompletedProcess[str], sentence: str) -> None:
    """Stop with a sentence, and with what the command said, where it failed."""
    if result.returncode:
        stop(sentence + "\n" + result.stdout.strip())


def say(sentence: str) -> None:
    """Tell the person at the terminal what takes so long."""
    print("[set-up] " + sentence, flush=True)


def stop(sentence: str) -> NoReturn:
    """End with one clear sentence instead of a traceback."""
    sys.exit("[set-up] " + sentence)


if __name__ == "__main__":
    main()
