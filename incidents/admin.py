"""The desk: the words everybody shares. Reports and incidents have their own pages and no desk."""

from django.contrib import admin

from incidents.models import Category
from members.scoped_admin import ReferenceAdmin


@admin.register(Category)
class CategoryAdmin(ReferenceAdmin[Category]):
    """What can happen."""

    list_display = ("name", "parent", "pillar", "sensitivity", "minors_possible", "is_disaster", "is_active")
    list_filter = ("pillar", "sensitivity", "is_active")
    list_select_related = ("parent",)
    search_fields = ("name", "slug")
    autocomplete_fields = ("parent",)
