"""Asks about eight verbs where a report says that members did what only officers may do.

Members accompany, observe and report; they do not arrest, hold, search, seize or punish. The helper asks once
and never forbids: the writer knows what he saw, and a machine that reads Indonesian by its stems is often wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

# Each verb as it is said of somebody who acts, of somebody it is done to, and bare ("pelaku kami amankan").
VERBS: dict[str, tuple[str, str, str]] = {
    "menangkap": (r"(?:me)?nangkap[i]?", r"ditangkap[i]?|tertangkap", r"tangkap"),
    "mengamankan": (r"mengamankan|ngamankan|ngamanin", r"diamankan|diamanin", r"amankan"),
    "menggerebek": (r"mengg?e?rebe[kg]", r"dige?rebe[kg]", r"ge?rebe[kg]"),
    "menyita": (r"menyita", r"disita", r"sita"),
    "sweeping": (r"(?:men-?|me-?|ber)?sweeping", r"di-?sweeping", r"sweeping"),
    "menggeledah": (r"mengg?eledah", r"digeledah", r"geledah"),
    "menghukum": (r"menghukum", r"dihukum", r"hukum"),
    "menahan": (r"menahan", r"ditahan", r"tahan"),
}

_OURS = r"kami|kita|saya|aku|anggota|tim|regu|senkom|relawan|personel|personil|rekan|ketua|koordinator|pengurus"
_OFFICERS = (
    r"petugas|polisi|polsek|polres\w*|polri|polda|polantas|kapolsek|kapolres|kanit|kasat|reskrim|satreskrim|satlantas"
    r"|samapta|sabhara|lantas|resnarkoba|satresnarkoba|binmas|bhabinkamtibmas|bhabin|babinsa|koramil|kodim|danramil"
    r"|tni|satpol|pol|pp|dishub|bnn|bnnp|bpbd|damkar|aparat|penyidik|jaksa|bea|imigrasi|syahbandar|ksop"
    r"|warga|massa|satpam|security|pemilik|pengelola|mereka"
)
_OUR_WORD, _OFFICER_WORD = re.compile(_OURS), re.compile(_OFFICERS)
_TOGETHER = {"bersama", "dan", "dengan", "serta", "beserta", "bareng", "sama"}
_NEGATIONS = {"tidak", "bukan", "belum", "tanpa", "jangan", "tak", "nggak", "gak", "ndak"}
_BEFORE_BARE = {"sudah", "telah", "langsung", "berhasil", "akan", "coba", "sempat", "ikut", "bantu"}
_PREPOSITIONS = {"ke", "di", "dari", "pada", "untuk", "kepada", "karena", "saat", "ketika", "dan", "lalu", "dengan"}

# A full stop ends a sentence, but not in "22.41" nor after "Jl."
_SENTENCE_END = re.compile(
    r"(?<!\bjl)(?<!\bgg)(?<!\bno)(?<!\bkel)(?<!\bkec)(?<!\bbpk)(?<!\bsdr)[.!?;\n]+(?=\s|$)", re.I
)
_WORD = re.compile(r"[\w-]+")


@dataclass(frozen=True)
class Question:
    """A verb of the eight, and the words around it."""

    verb: str
    excerpt: str

    @property
    def text(self) -> str:
        """The question as a writer reads it."""
        return _("“%(excerpt)s”: who did that? Members accompany; name the officers.") % {"excerpt": self.excerpt}


def questions(text: str) -> list[Question]:
    """What to ask about a text; each verb once."""
    found: dict[str, Question] = {}
    for sentence in _SENTENCE_END.split(text):
        words = _WORD.findall(sentence.lower())
        for at, verb in _ours(words):
            found.setdefault(verb, Question(verb, _around(sentence, at)))
    return list(found.values())


def _ours(words: list[str]) -> Iterator[tuple[int, str]]:
    """The verbs of the eight in a sentence that members seem to have done."""
    for at, word in enumerate(words):
        for verb, (active, passive, bare) in VERBS.items():
            if _NEGATIONS & set(words[max(0, at - 2) : at]):
                continue
            said = re.fullmatch(active, word) and _members_act(words[:at])
            suffered = re.fullmatch(passive, word) and _members_behind(words[at + 1 :])
            ours = re.fullmatch(bare, word) and _we_before(words[:at])
            if said or suffered or ours:
                yield at, verb


def _actor(word: str) -> str:
    if _OUR_WORD.fullmatch(word):
        return "ours"
    return "officer" if _OFFICER_WORD.fullmatch(word) else ""


def _members_act(before: list[str]) -> bool:
    """Whether the nearest actor before an active verb is ours, or nobody is named, or both act together."""
    actors = [(at, who) for at, word in enumerate(before) if (who := _actor(word))]
    if not actors or actors[-1][1] == "ours":
        return True
    for (left, first), (right, second) in pairwise(actors):
        # "kami bersama petugas Polsek mengamankan": both do it. "kami mendampingi petugas …" and
        # "anggota Polsek …": only the officers do.
        if first == "ours" and second == "officer" and right == left + 2 and before[left + 1] in _TOGETHER:
            return True
    return False


def _members_behind(after: list[str]) -> bool:
    """Whether no officer is named as the one by whom something was done."""
    for word in after[:5]:
        if word in _PREPOSITIONS:
            return True
        if _actor(word) == "officer":
            return False
    return True


def _we_before(before: list[str]) -> bool:
    """Whether a bare verb stands after us: "pelaku kami amankan"."""
    rest = list(before)
    while rest and rest[-1] in _BEFORE_BARE:
        rest.pop()
    return bool(rest) and _actor(rest[-1]) == "ours"


def _around(sentence: str, at: int) -> str:
    """A few words on both sides of the word at a place."""
    spans = [match.span() for match in _WORD.finditer(sentence)]
    return sentence[spans[max(0, at - 3)][0] : spans[min(len(spans) - 1, at + 3)][1]].strip()


class AsksAboutWording(forms.Form):
    """A form that asks once about the wording of its texts; sent again, it goes through.

    The page shows the hidden field with the form, so it works without JavaScript.
    """

    wording_fields: ClassVar[tuple[str, ...]] = ()
    wording_asked = forms.BooleanField(required=False, widget=forms.HiddenInput)

    asks: bool = False
    """Whether the form was held back for a question about its wording."""

    def wording_texts(self) -> dict[str, str]:
        """The texts to read, by the field beside which a question stands."""
        return {name: str(self.cleaned_data.get(name) or "") for name in self.wording_fields}

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.cleaned_data.get("wording_asked"):
            return cleaned
        for name, text in self.wording_texts().items():
            for question in questions(text):
                self.asks = True
                self.add_error(name, ValidationError(question.text, code="wording"))
        if self.asks:
            self.add_error(None, ValidationError(_("Please look at the wording. If it is right, send it once more.")))
            self._remember_that_it_asked()
        return cleaned

    def _remember_that_it_asked(self) -> None:
        # The next sending carries the mark; what was typed stays as it is.
        name = self.add_prefix("wording_asked")
        if isinstance(self.data, QueryDict):
            data = self.data.copy()
            data[name] = "on"
            self.data = data
        else:
            self.data = {**self.data, name: "on"}
