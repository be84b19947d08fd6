"""What somebody who passes messages on reads of them: what he may see anyway, and of the rest that there is one."""

from __future__ import annotations

from datetime import timedelta
from html import unescape
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from members.models import Reading, User
from notifications import planner
from notifications.models import Notification
from notifications.states import DeliveryState
from partners.states import AudienceState
from tests.factories.members import CITY, KEDOPOK, MAYANGAN, make_member
from tests.factories.partners import make_audience, make_item
from tests.factories.patrols import hours_from_now, make_assignment, make_duty

pytestmark = pytest.mark.django_db

WHATSAPP, PROBLEMS = "/inbox/whatsapp/", "/inbox/problems/"
INVITATION = "Ada pesan pribadi untuk Anda"


def page(client: Client, user: User, url: str) -> str:
    client.force_login(user)
    return unescape(client.get(url).content.decode())


def test_who_opened_whose_data_and_why_is_read_by_that_person_only(
    client: Client, wiwik: User, slamet: User, bambang: User
) -> None:
    Reading.objects.create(member=wiwik.member, by=bambang.member, what="emergency", reason="jatuh di Pantura")
    planner.run_once()
    assert "jatuh di Pantura" in page(client, wiwik, "/inbox/")
    failed = make_member(MAYANGAN, full_name="Ridwan Efendi", email="ridwan@example.test")
    Reading.objects.create(member=failed, by=bambang.member, what="nik", reason="jatuh di Pantura")
    planner.run_once()
    row = Notification.objects.get(recipient_id=failed.pk)
    row.deliveries.all().update(state=DeliveryState.EXPIRED, last_code="450")
    for url, person in ((WHATSAPP, wiwik.member), (PROBLEMS, failed)):
        seen = page(client, slamet, url)
        assert "Pesan pribadi: Tentang data pribadi" in seen
        assert person.full_name in seen
        assert f'href="{person.get_absolute_url()}"' in seen
        assert quote(INVITATION) in seen
        assert "Pantura" not in seen
        assert "data tertutup" not in seen.lower()


def test_a_promise_of_a_higher_unit_is_passed_on_without_its_words(
    client: Client, wiwik: User, slamet: User, joko: User
) -> None:
    audience = make_audience(CITY, state=AudienceState.HELD)
    make_item(audience, wiwik.member, title="Pos bersama di alun-alun", due_on=timezone.localdate() - timedelta(days=2))
    planner.run_once()
    seen = page(client, slamet, WHATSAPP)
    assert wiwik.member.full_name in seen
    assert "alun-alun" not in seen
    assert "Pesan pribadi: Tindak lanjut lewat tanggal" in seen
    assert "Pos bersama di alun-alun" in page(client, joko, WHATSAPP)


def test_a_duty_one_does_not_see_is_passed_on_without_its_place(
    client: Client, wiwik: User, slamet: User, joko: User
) -> None:
    for unit, place in ((MAYANGAN, "halaman Mapolsek"), (KEDOPOK, "balai Kedopok")):
        start = hours_from_now(1 if unit == MAYANGAN else 23)
        make_assignment(make_duty(unit, meeting_point=place, starts_at=start), wiwik.member)
    planner.run_once()
    seen = page(client, slamet, WHATSAPP)
    assert "halaman Mapolsek" in seen
    assert "Kedopok" not in seen
    assert "Pesan pribadi: Pengingat tugas" in seen
    assert "balai Kedopok" in page(client, joko, WHATSAPP)


def test_who_passes_messages_on_does_not_stand_on_his_own_list(client: Client, slamet: User, joko: User) -> None:
    make_assignment(make_duty(MAYANGAN, starts_at=hours_from_now(1)), slamet.member)
    planner.run_once()
    assert "Siap dikirim lewat WhatsApp (0)" in page(client, slamet, WHATSAPP)
    assert "Siap dikirim lewat WhatsApp (1)" in page(client, joko, WHATSAPP)


def test_sending_a_private_message_is_ticked_like_any_other(client: Client, wiwik: User, slamet: User) -> None:
    Reading.objects.create(member=wiwik.member, by=slamet.member, what="nik", reason="periksa kartu")
    planner.run_once()
    delivery = Notification.objects.get().deliveries.get()
    client.force_login(slamet)
    assert client.post(reverse("notifications:told", args=[delivery.code])).status_code == 302
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.SENT
