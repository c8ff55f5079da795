"""Disagreements for the pages of the admin: each side with the address of its record, where the reader may open it."""

from django.contrib import admin
from django.urls import reverse


def disagreement_rows(found, request):
    """[(disagreement, [(side, address or "")])] for templates/awards/consistency."""
    return [(row, [(side, _address(side.row, request)) for side in row.sides]) for row in found]


def _address(row, request):
    if row is None or not admin.site.is_registered(type(row)):
        return ""
    if not admin.site.get_model_admin(type(row)).has_view_permission(request):
        return ""
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
