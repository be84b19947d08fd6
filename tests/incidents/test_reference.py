"""The categories: loaded once, left alone afterwards, and none that watches people."""

from __future__ import annotations

import re

import pytest
from django.apps import apps

from incidents.models import Category
from incidents.reference import load_categories
from incidents.states import Sensitivity

pytestmark = pytest.mark.django_db

FORBIDDEN = r"radikal|unjuk rasa|demonstra|orang mencurigakan|penertiban|razia|tangkap|sita|geledah|sweeping"
NOT_COLLECTED = r"religio|agama|ethnic|suku|party|partai|politic"


def test_loading_again_writes_nothing_and_leaves_what_people_edited() -> None:
    assert load_categories() > 50
    Category.objects.filter(slug="flood").update(name="Banjir luapan sungai", is_active=False)
    assert load_categories() == 0
    assert Category.objects.get(slug="flood").name == "Banjir luapan sungai"


def test_no_category_watches_people_or_gives_members_the_work_of_officers() -> None:
    load_categories()
    for category in Category.objects.all():
        assert not re.search(f"{FORBIDDEN}|{NOT_COLLECTED}", f"{category.slug} {category.name}", re.IGNORECASE)


def test_what_may_involve_children_or_victims_is_not_open_to_everybody() -> None:
    load_categories()
    assert not Category.objects.filter(minors_possible=True, sensitivity=Sensitivity.OPEN).exists()
    confidential = Category.objects.filter(sensitivity=Sensitivity.CONFIDENTIAL)
    assert {"narcotics", "domestic_violence", "sexual_violence"} <= set(confidential.values_list("slug", flat=True))


def test_nothing_asks_for_religion_ethnicity_or_party() -> None:
    for app in ("members", "partners", "patrols", "incidents"):
        for model in apps.get_app_config(app).get_models():
            for field in model._meta.get_fields():
                assert not re.search(NOT_COLLECTED, field.name), f"{model.__name__}.{field.name}"
