"""The pieces that every app's pages are made of."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.template import engines
from django.test import RequestFactory, override_settings

from patrols.states import AssignmentState, DutyState
from senkom.lib.forms import CreateForm
from senkom.pages.templatetags.face import TONE_OF


class PlaceForm(CreateForm):
    """A form with one of each."""

    place = forms.CharField(label="Titik kumpul")
    note = forms.CharField(label="Catatan", required=False, help_text="Singkat saja.")
    kind = forms.ChoiceField(label="Jenis", choices=[("a", "Patroli"), ("b", "Apel")], widget=forms.RadioSelect)
    agreed = forms.BooleanField(label="Sudah disetujui", required=False)


def shown(template: str, **context: Any) -> str:
    request = RequestFactory().get("/")
    return engines["django"].from_string("{% load face %}" + template).render(context, request)


def form_page(form: forms.Form, more: str = "") -> str:
    return shown('{% include "includes/form.html" with submit="Simpan dan kirim" ' + more + " %}", form=form)


def test_optional_fields_are_marked_in_words_and_nothing_with_an_asterisk() -> None:
    page = form_page(PlaceForm())
    assert 'Catatan <span class="optional">(opsional)</span>' in page
    assert page.count("(opsional)") == 1
    assert "Simpan dan kirim" in page


def test_a_refused_form_lists_its_faults_with_links_to_the_fields_and_keeps_what_was_typed() -> None:
    page = form_page(PlaceForm({"note": "dekat <pasar>", "code": str(uuid.uuid4())}))
    assert 'role="alert"' in page
    assert '<a href="#id_place">Titik kumpul: ' in page
    assert '<a href="#id_kind_0">Jenis: ' in page
    assert 'id="id_kind_0"' in page
    assert "dekat &lt;pasar&gt;" in page


def test_the_hidden_code_comes_back_with_the_form() -> None:
    code = uuid.uuid4()
    assert f'value="{code}"' in form_page(PlaceForm({"code": str(code)}))


def test_a_lost_race_advises_to_look_at_the_present_state() -> None:
    form = PlaceForm({"place": "Mapolsek", "kind": "a", "code": str(uuid.uuid4())})
    assert form.is_valid()

    def lose() -> None:
        raise ValidationError("Tempat terakhir baru saja terisi.", code="conflict")

    assert not form.apply(lose)
    page = form_page(form)
    assert "Tempat terakhir baru saja terisi." in page
    assert "Lihat keadaan sekarang" in page


def test_a_whole_form_may_be_laid_out_field_by_field() -> None:
    page = shown('{% fields form "place" %}{% hidden_fields form %}', form=PlaceForm())
    assert "Titik kumpul" in page
    assert "Catatan" not in page
    assert 'name="code"' in page


def test_a_text_for_whatsapp_is_shared_without_a_number_and_copied_without_scripts() -> None:
    page = shown('{% include "includes/copy.html" with text=text %}', text="*PATROLI* 21.00 WIB & kumpul <di> Mapolsek")
    assert "https://wa.me/?text=%2APATROLI%2A%2021.00%20WIB%20%26%20kumpul%20%3Cdi%3E%20Mapolsek" in page
    assert "readonly" in page
    assert "&lt;di&gt;" in page


def test_paging_offers_only_what_there_is() -> None:
    both = shown('{% include "includes/pagination.html" with next="?after=b" first="?" %}')
    assert 'href="?after=b"' in both
    assert 'href="?"' in both
    assert "Berikutnya" in both
    assert shown('{% include "includes/pagination.html" %}').strip() == ""


@pytest.mark.parametrize("state", [*DutyState, *AssignmentState])
def test_every_state_is_a_word_an_icon_and_a_colour(state: Any) -> None:
    page = shown("{% state value label %}", value=str(state), label=state.label)
    assert "<svg" in page
    assert str(state.label) in page
    assert f"state-{TONE_OF.get(str(state), 'plain')}" in page


@pytest.mark.django_db
@override_settings(DEMO=True)
def test_every_page_of_the_demo_says_that_it_is_invented(client: Any) -> None:
    for address in ("/", "/accounts/login/", "/tidak/ada/"):
        assert "DATA CONTOH" in client.get(address).content.decode()
