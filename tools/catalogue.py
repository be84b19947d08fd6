"""The Indonesian catalogue: `update` collects and compiles it, `check` looks for gaps.

gettext's programs come from a wheel, so that this works on a machine that has none.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.core.management.commands import makemessages

PROJECT = Path(__file__).resolve().parents[1]
CATALOGUE = PROJECT / "locale" / "id" / "LC_MESSAGES" / "django.po"
HEADER = r"""# The Indonesian words of Senkom. `make messages` collects the texts and compiles them.
msgid ""
msgstr ""
"Project-Id-Version: senkom\n"
"Language-Team: Indonesian\n"
"Language: id\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=1; plural=0;\n"
"""
NOT_OURS = ["locale", "static", "staticfiles", "tests", "tools", "docs", "bench"]


class Collect(makemessages.Command):
    """Django's makemessages, made so that two branches seldom meet: sorted, no guesses, no places, no dates."""

    msgmerge_options = ["--quiet", "--backup=none", "--update", "--no-fuzzy-matching", "--sort-output"]

    def find_files(self, root: str) -> list[makemessages.TranslatableFile]:
        """Return all sources; their texts go into the catalogue that we name, wherever they stand."""
        files = super().find_files(root)
        for file in files:
            file.locale_dir = str(settings.LOCALE_PATHS[0])
        return files


def main(what: str) -> int:
    """Run as `python -m tools.catalogue update` or `check`."""
    os.chdir(PROJECT)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "senkom.settings")
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    django.setup()
    return update() if what == "update" else check()


def update() -> int:
    """Collect all texts into the catalogue, compile it, list what has no translation yet."""
    collect(CATALOGUE)
    gettext("msgfmt", "--check-format", "-o", CATALOGUE.with_suffix(".mo"), CATALOGUE)
    if missing := entries("--untranslated", CATALOGUE):
        print(f"Translate these in {CATALOGUE.relative_to(PROJECT)}, then run `make messages` again:\n\n{missing}")
    return 0


def check() -> int:
    """Tell what is wrong with the catalogue: missing, empty, fuzzy, not compiled."""
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "locale" / "id" / "LC_MESSAGES" / "django.po"
        fresh.parent.mkdir(parents=True)
        if CATALOGUE.exists():
            shutil.copy(CATALOGUE, fresh)
        collect(fresh)
        problems = find_problems(fresh)
    for problem in problems:
        print(problem)
    if problems:
        print("\n`make messages` collects all texts and compiles the catalogue.")
    return 1 if problems else 0


def find_problems(fresh: Path) -> list[str]:
    """Return one paragraph for each kind of gap; `fresh` is the catalogue with all texts collected anew."""
    problems = []
    if missing := entries("--untranslated", fresh):
        problems.append(f"These texts have no Indonesian translation:\n\n{missing}")
    if fuzzy := entries("--only-fuzzy", fresh):
        problems.append(f"These translations are marked fuzzy:\n\n{fuzzy}")
    if not CATALOGUE.exists() or not is_compiled(CATALOGUE, into=fresh.parent):
        problems.append("locale/id/LC_MESSAGES/django.mo does not say what django.po says.")
    return problems


def entries(kind: str, catalogue: Path) -> str:
    """Return the texts of one kind, as the catalogue writes them, without its head."""
    _head, _empty_line, texts = gettext("msgattrib", kind, "--no-obsolete", "--no-wrap", catalogue).partition("\n\n")
    return texts


def is_compiled(catalogue: Path, *, into: Path) -> bool:
    """Tell whether the compiled catalogue says what its source says."""
    compiled, anew = catalogue.with_suffix(".mo"), into / "anew.mo"
    gettext("msgfmt", "--check-format", "-o", anew, catalogue)
    return compiled.exists() and read_compiled(compiled) == read_compiled(anew)


def collect(catalogue: Path) -> None:
    """Write every text of the sources into a catalogue, without those that nobody uses any more."""
    if not catalogue.exists():
        catalogue.parent.mkdir(parents=True, exist_ok=True)
        catalogue.write_text(HEADER)
    settings.LOCALE_PATHS = [str(catalogue.parents[2])]
    options = {"no_location": True, "no_wrap": True, "no_obsolete": True, "ignore_patterns": NOT_OURS}
    call_command(Collect(), locale=["id"], verbosity=0, **options)
    lines = catalogue.read_text().splitlines(keepends=True)
    catalogue.write_text("".join(line for line in lines if not line.startswith('"POT-Creation-Date')))


def read_compiled(path: Path) -> str:
    """Return what a compiled catalogue holds, in an order of its own."""
    return gettext("msgunfmt", "--sort-output", "--no-wrap", path)


def gettext(program: str, *arguments: str | Path) -> str:
    """Run one of gettext's programs and return what it says; a fault in the catalogue ends here with its line."""
    done = subprocess.run([program, *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{program}: {done.stderr.strip()}")
    return done.stdout.strip()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
