"""What can happen: a tree of categories that people may edit."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from incidents.querysets import CategoryQuerySet
from incidents.states import Sensitivity
from patrols.states import Pillar
from senkom.lib import refusals


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())
class Category(models.Model):
    """One kind of incident; a category without parent is a group and is not chosen itself."""

    slug = models.SlugField(_("short name"), max_length=50, unique=True)
    name = models.CharField(_("name"), max_length=100)
    hint = models.CharField(_("hint"), max_length=300, blank=True, help_text=_("What to write, or whom to call first."))
    parent = models.ForeignKey(
        "self",
        verbose_name=_("group"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
    )
    pillar = models.CharField(_("pillar"), max_length=20, choices=Pillar.choices)
    sensitivity = models.CharField(
        _("sensitivity"), max_length=20, choices=Sensitivity.choices, default=Sensitivity.OPEN
    )
    minors_possible = models.BooleanField(_("children may be involved"), default=False)
    is_disaster = models.BooleanField(_("a disaster"), default=False, help_text=_("With figures and a recovery."))
    position = models.PositiveSmallIntegerField(_("position in the list"), default=0)
    is_active = models.BooleanField(_("in use"), default=True)

    objects = CategoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["position", "name", "id"]
        constraints = [
            models.CheckConstraint(
                name="category_not_below_itself",
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                violation_error_message=_("A category doesn't belong to itself."),
            ),
            models.CheckConstraint(
                name="category_has_a_name",
                condition=~Q(name=""),
                violation_error_message=_("Write the name of the category."),
            ),
        ]
        triggers = [refusals.kept("category", _("Categories are not deleted. Take it out of use."))]

    def __str__(self) -> str:
        return self.name
