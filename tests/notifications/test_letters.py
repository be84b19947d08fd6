"""A letter as mail: in seven bits, read by any mail program as it was written."""

from __future__ import annotations

import email
from email import policy

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pytest_django import Settings

from notifications.channels import Letter

WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"), max_size=400)


def read(letter: Letter) -> email.message.EmailMessage:
    """What a mail program makes of it."""
    raw = letter.as_bytes()
    assert raw.isascii()
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    return email.message_from_bytes(raw, policy=policy.default)


@given(subject=WORDS, body=WORDS)
@example(subject="Tugas Anda: patroli – pos “Mayangan” " * 5, body="Kumpul 19.00 WIB.\n\n.\nFrom pos \n" + "é" * 500)
@example(subject="=?utf-8?q?x?=", body="\n.\n..\n")
def test_a_mail_program_reads_subject_and_body_as_they_were_written(subject: str, body: str) -> None:
    mail = read(Letter("<1@localhost>", "wiwik@example.test", subject, body))
    assert mail["Message-ID"] == "<1@localhost>"
    assert mail["To"] == "wiwik@example.test"
    assert str(mail["Subject"]).split() == subject.split()
    assert mail.get_content().encode().splitlines() == body.encode().splitlines()
    assert not mail.defects


def test_a_sender_with_a_name_beyond_ascii_is_encoded(settings: Settings) -> None:
    settings.DEFAULT_FROM_EMAIL = "Senkom Kota “Bayuangga” <posko@example.test>"
    mail = read(Letter("<1@localhost>", "wiwik@example.test", "Judul", "Isi"))
    assert mail["From"].addresses[0].display_name == "Senkom Kota “Bayuangga”"


@pytest.mark.parametrize("address", ["a@example.test\r\nBcc: b@example.test", "é@example.test"])
def test_an_address_that_no_mail_may_have_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="."):
        Letter("<1@localhost>", address, "Judul", "Isi").as_bytes()
