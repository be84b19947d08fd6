"""Characters that can't be seen: they turn the order of what is read, hide in names, or begin a new line.

A name or a title holds none of them. A long text may hold lines and what phones put into pasted text, but nothing
that makes it read otherwise than it is stored. Every script is welcome: Javanese, Arabic and emoji as well as Latin.
"""

from __future__ import annotations

import re

_CONTROLS = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
_TAGS = "\U000e0000-\U000e007f"
_UNSEEN = "\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb" + _TAGS
_PICTURE = "[\u2600-\u27bf\ufe0f\U0001f000-\U0001faff]"

_NOT_IN_A_LINE = re.compile(f"[\t\r\n{_CONTROLS}{_UNSEEN}]")
_NOT_IN_A_TEXT = re.compile(f"[{_CONTROLS}\u202d\u202e{_TAGS}]")
_AT_THE_ENDS = re.compile(f"^[\\s{_UNSEEN}]+|[\\s{_UNSEEN}]+$")
_JOINED_PICTURES = re.compile(f"(?<={_PICTURE})\u200d(?={_PICTURE})")  # a firewoman is a woman, a joiner, an engine


def trimmed(text: str) -> str:
    """The text without blanks and unseen characters around it; phones add them to what is copied from a contact."""
    return _AT_THE_ENDS.sub("", text)


def hides_something(text: str, *, lines: bool) -> bool:
    """Whether a text holds a character that can't be seen; `lines` says that it may have several lines."""
    unwanted = _NOT_IN_A_TEXT if lines else _NOT_IN_A_LINE
    return bool(unwanted.search(_JOINED_PICTURES.sub("", text)))
