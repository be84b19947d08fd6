"""An empty server: the first account, the first chapter, the first chair, the first members."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from members.models import Member, Unit, User
from members.permissions import allows
from members.states import Action, Document, MemberState
from tests.factories.members import CITY, KEDOPOK, MAYANGAN

pytestmark = pytest.mark.django_db
FIRST = {
    "DJANGO_SUPERUSER_USERNAME": "admin.pertama",
    "DJANGO_SUPERUSER_PASSWORD": "perahu-tiga-layar",
    "DJANGO_SUPERUSER_FULL_NAME": "Dian Mayasari",
}


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """What the first start of a server is told."""
    for name, text in FIRST.items():
        monkeypatch.setenv(name, text)
    return monkeypatch


def test_the_first_account_belongs_to_an_applicant_and_works_by_being_superuser(
    environment: pytest.MonkeyPatch,
) -> None:
    call_command("createsuperuser", interactive=False)
    account = User.objects.get(username="admin.pertama")
    assert (account.member.state, account.member.unit_id) == (MemberState.APPLICANT, "0.")
    assert allows(account, Action.APPOINT, CITY)
    with pytest.raises(CommandError, match="nama|name"):
        call_command("createsuperuser", interactive=False)


@pytest.mark.parametrize(
    ("variable", "text"), [("DJANGO_SUPERUSER_PASSWORD", ""), ("DJANGO_SUPERUSER_PASSWORD", "pendek")]
)
def test_a_missing_or_weak_answer_ends_with_a_sentence(
    environment: pytest.MonkeyPatch, variable: str, text: str
) -> None:
    environment.setenv(variable, text)
    with pytest.raises(CommandError):
        call_command("createsuperuser", interactive=False)
    assert not User.objects.exists()


def test_it_can_be_asked_for_at_the_keyboard(environment: pytest.MonkeyPatch) -> None:
    for name in FIRST:
        environment.delenv(name)
    answers = iter(["Dian Mayasari", "dian"])
    environment.setattr("builtins.input", lambda question: next(answers))
    environment.setattr("getpass.getpass", lambda question: "perahu-tiga-layar")
    call_command("createsuperuser")
    assert User.objects.get(username="dian").check_password("perahu-tiga-layar")


def send(client: Client, name: str, *args: Any, **data: Any) -> Any:
    """A form, sent; it must be accepted."""
    answer = client.post(reverse(f"members:{name}", args=args), {"csrfmiddlewaretoken": "x", **data})
    assert answer.status_code == 302, answer.content.decode()
    return answer


def apply(name: str, phone: str) -> Member:
    """Somebody fills in the public form."""
    visitor = Client()
    page = visitor.get(reverse("members:apply"))
    written = {
        "code": page.context["form"]["code"].value(),
        "full_name": name,
        "birth_date": "1970-05-01",
        "sex": "male",
        "phone": phone,
        "unit": CITY,
        "livelihood": "self_employed",
        "occupation": "pemilik percetakan",
        "consent": "on",
    }
    send(visitor, "apply", **written)
    send(visitor, "apply", **written)
    return Member.objects.get(full_name=name)


def test_an_empty_server_becomes_a_chapter_with_a_chair_and_a_roster(environment: pytest.MonkeyPatch) -> None:
    call_command("load_areas")
    call_command("createsuperuser", interactive=False)
    admin = Client()
    sign_in = {"login": "admin.pertama", "password": "perahu-tiga-layar"}
    assert admin.post("/accounts/login/", sign_in).status_code == 302
    assert "belum" in Client().get(reverse("members:apply")).content.decode()

    send(admin, "chapter", "35.74", with_districts="on")
    assert set(Unit.objects.active().values_list("path", flat=True)) >= {CITY, MAYANGAN, KEDOPOK}

    chair = apply("Bambang Sukoco Wardoyo", "087000000010")
    send(admin, "step", chair.code, "documents")
    send(admin, "documents_seen", chair.code, seen=[document.value for document in Document])
    for step in ("interview", "training", "attest", "activate"):
        send(admin, "step", chair.code, step, **({"evidence": "workplace"} if step == "attest" else {}))
    send(admin, "appoint", chair.code, unit=CITY, office="chair", begins=str(chair.unit.today()), ends="")
    chair.refresh_from_db()
    assert chair.member_number is not None
    assert chair.member_number.endswith(".0001")

    link = admin.post(reverse("members:sign_in_link", args=[chair.code]), {"sent": "yes"}).context["address"]
    chairs_phone = Client()
    assert chairs_phone.post("/" + link.split("/", 3)[3]).status_code == 302
    secretary = apply("Endah Purwaningsih", "087000000011")
    send(chairs_phone, "step", secretary.code, "documents")
    send(chairs_phone, "step", secretary.code, "attest", evidence="workplace")
    secretary.refresh_from_db()
    assert secretary.livelihood_verified_by == chair
