"""Words of the partners: kinds of agencies."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

STALE_AFTER = timedelta(days=180)
"""A contact that nobody has checked for so long may have changed."""


class AgencyKind(models.TextChoices):
    """Who works with us, in the order in which they are listed."""

    POLRES = "polres", _("city or regency police (Polres)")
    POLRES_UNIT = "polres_unit", _("unit of a Polres")
    POLSEK = "polsek", _("district police (Polsek)")
    BHABINKAMTIBMAS = "bhabinkamtibmas", _("Bhabinkamtibmas")
    KODIM = "kodim", _("military district (Kodim)")
    KORAMIL = "koramil", _("military sub-district (Koramil)")
    BABINSA = "babinsa", _("Babinsa")
    BPBD = "bpbd", _("disaster agency (BPBD)")
    SATPOL_PP = "satpol_pp", _("Satpol PP")
    FIRE = "fire", _("fire brigade")
    GOVERNMENT = "government", _("government office")
    DISTRICT_OFFICE = "district_office", _("district office")
    VILLAGE_OFFICE = "village_office", _("village office")
    HEALTH = "health", _("hospital or health centre")
    PMI = "pmi", _("Red Cross (PMI)")
    BNN = "bnn", _("narcotics agency (BNN)")
    RADIO_ORG = "radio_org", _("radio amateurs")
    PORT = "port", _("port authority")
    COMMUNITY = "community", _("community group")
