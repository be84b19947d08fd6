"""Cards on the pages of the desk and on the member's own phone, and what comes out of the printer."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
import zxingcpp
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from members import letters, services
from members.models import Card, MemberPhoto, User
from members.states import CardState
from senkom.lib import pdf
from senkom.lib.uploads.models import shelf
from senkom.lib.uploads.pictures import Picture
from tests.access import CANARY
from tests.factories.cards import make_card
from tests.factories.members import CITY, KEDOPOK, MAYANGAN, OTHER_DISTRICT, make_member
from tests.factories.pictures import jpeg

pytestmark = pytest.mark.django_db
LIST = "/members/cards/"


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def with_photo(member: Any) -> Any:
    with shelf() as files:
        files.put(MemberPhoto, Picture(jpeg(240, 320)), member=member, made_by=member)
    return member


def send(client: Client, cards: list[Card], do: str) -> Any:
    return client.post(LIST, {"card": [str(card.code) for card in cards], "do": do})


def codes_on(picture: Image.Image) -> list[tuple[int, int, str]]:
    """What an independent decoder reads on a picture: where (row and column in fifths and halves), and which text."""
    return [(code.position.top_left.y, code.position.top_left.x, code.text) for code in zxingcpp.read_barcodes(picture)]


def test_every_code_of_a_district_s_sheets_is_read_back_from_a_picture_that_lies_askew() -> None:
    cards = [make_card(with_photo(make_member(MAYANGAN)), CardState.APPROVED) for _number in range(12)]
    rows = list(Card.objects.for_print())
    data, files = letters.content_of(rows, letters.places_of(rows))
    pages = pdf.render_pictures("members/cards.typ", {**data, "on_sheets": True}, files, dpi=150)
    assert len(pages) == 4, "two sheets, front and back"
    read = []
    for back in pages[1::2]:
        with Image.open(io.BytesIO(back)) as opened:
            askew = opened.convert("L").rotate(7, expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC)
        read += [text for _y, _x, text in codes_on(askew)]
    assert sorted(read) == sorted(card.address for card in cards)


def test_each_back_lies_behind_its_front_when_the_sheet_is_turned_over() -> None:
    for _number in range(3):
        make_card(make_member(MAYANGAN), CardState.APPROVED)
    rows = list(Card.objects.for_print())
    data, files = letters.content_of(rows, letters.places_of(rows))
    _front, back = pdf.render_pictures("members/cards.typ", {**data, "on_sheets": True}, files)
    with Image.open(io.BytesIO(back)) as opened:
        middle, found = opened.width / 2, codes_on(opened.convert("L"))
    right_to_left = [text for _y, _x, text in sorted(found, key=lambda code: (code[0] // 100, -code[1]))]
    assert right_to_left == [card.address for card in rows]
    assert sorted(x > middle for _y, x, _text in found) == [False, True, True]


def test_a_district_is_printed_with_the_same_number_of_questions_for_one_card_and_for_many(endah: User) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            answer = send(client, list(Card.objects.all()), "sheets")
        assert answer.content.startswith(b"%PDF-")
        assert "no-store" in answer["Cache-Control"]
        return len(asked)

    client = browser(endah)
    make_card(with_photo(make_member(MAYANGAN)), CardState.APPROVED)
    one = cost()
    for number in range(12):
        make_card(with_photo(make_member(MAYANGAN if number % 2 else KEDOPOK)), CardState.APPROVED)
    assert cost() == one


def test_the_list_costs_the_same_for_one_card_and_for_many(endah: User) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(LIST).status_code == 200
        return len(asked)

    client = browser(endah)
    make_card(with_photo(make_member(MAYANGAN)))
    client.get(LIST)
    one = cost()
    for _number in range(12):
        make_card(with_photo(make_member(KEDOPOK)))
    assert cost() == one <= 8


def test_the_parcel_for_the_print_shop_holds_pdfs_and_a_list_without_nik_phone_or_formulas(endah: User) -> None:
    plain = make_member(MAYANGAN, full_name="Slamet", nik="3574031705900001", address="Jalan Rahasia 7")
    odd = make_member(MAYANGAN, full_name="=HYPERLINK(1)", member_number="-1+1")
    cards = [make_card(member, CardState.APPROVED) for member in (plain, odd)]
    answer = send(browser(endah), cards, "parcel")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as parcel:
        names = parcel.namelist()
        listed = parcel.read("daftar.csv").decode("utf-8-sig")
        assert all(parcel.read(name).startswith(b"%PDF-") for name in names if name.endswith(".pdf"))
    assert len(names) == 3
    assert "'=HYPERLINK(1)" in listed
    assert "'-1+1" in listed
    for secret in ("3574031705900001", "Jalan Rahasia", str(plain.phone), plain.phone.as_national, cards[0].token):
        assert secret not in listed


def test_a_coordinator_prints_sheets_but_makes_no_parcel_and_nobody_prints_for_another_city(
    slamet: User, endah: User
) -> None:
    card = make_card(make_member(MAYANGAN), CardState.APPROVED)
    foreign = make_card(make_member(OTHER_DISTRICT, full_name=CANARY), CardState.APPROVED)
    assert send(browser(slamet), [card], "sheets").status_code == 200
    assert send(browser(slamet), [card], "parcel").status_code == 422
    answer = send(browser(endah), [card, foreign], "sheets")
    assert answer.status_code == 422
    assert CANARY not in answer.content.decode()
    assert browser(endah).get(reverse("members:card_pdf", args=[foreign.code])).status_code == 404


def test_what_is_not_approved_or_is_too_much_is_not_printed(endah: User) -> None:
    wish = make_card(make_member(MAYANGAN, full_name="Belum Disetujui"), CardState.REQUESTED)
    answer = send(browser(endah), [wish], "sheets")
    assert (answer.status_code, "Belum Disetujui: kartunya belum disetujui" in answer.content.decode()) == (422, True)
    assert browser(endah).get(reverse("members:card_pdf", args=[wish.code])).status_code == 404
    many = [make_card(make_member(MAYANGAN), CardState.APPROVED) for _number in range(51)]
    assert "Paling banyak 50 kartu" in send(browser(endah), many, "sheets").content.decode()


def test_ticked_cards_are_approved_printed_and_handed_over_together(endah: User) -> None:
    client = browser(endah)
    cards = [make_card(make_member(MAYANGAN), CardState.REQUESTED) for _number in range(3)]
    for do, state in (("approve", "approved"), ("printed", "printed"), ("hand-over", "handed_over")):
        assert send(client, cards, do).status_code == 302
        assert set(Card.objects.values_list("state", flat=True)) == {state}
    refused = send(client, cards, "approve")
    assert refused.status_code == 409
    assert refused.content.decode().count("checked") == 3, "what was ticked stays ticked"


def test_a_member_asks_for_a_card_shows_it_and_says_that_it_is_lost(wiwik: User, endah: User, slamet: User) -> None:
    client = browser(wiwik)
    assert "Ajukan kartu" in client.get("/members/me/card/").content.decode()
    client.post("/members/me/card/", {"x": "1"})
    card = Card.objects.get()
    services.approve_card(card, by=endah)
    services.mark_printed(card, by=slamet)
    assert "data:image/svg" not in client.get("/members/me/card/").content.decode()
    services.hand_over_card(card, by=slamet)
    page = client.get("/members/me/card/")
    assert "data:image/svg" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    client.post("/members/me/card/lost/", {"x": "1"})
    card.refresh_from_db()
    assert (card.state, card.state_by) == ("lost", wiwik.member)


def test_the_token_stands_on_no_page_of_the_desk(endah: User) -> None:
    card = make_card(make_member(MAYANGAN))
    for address in (LIST, card.get_absolute_url(), card.member.get_absolute_url()):
        assert card.token not in browser(endah).get(address).content.decode()


def test_the_chair_sets_the_pattern_of_numbers_and_sees_an_example(bambang: User) -> None:
    client, address = browser(bambang), reverse("members:numbers", args=[CITY[2:-1]])
    assert client.post(address, {"pattern": "{seq:04}{seq:04}"}).status_code == 422
    assert client.post(address, {"pattern": "SK-{regency:2}-{join_year:2}-{seq:04}"}).status_code == 302
    assert "SK-74-" in client.get(address).content.decode()
