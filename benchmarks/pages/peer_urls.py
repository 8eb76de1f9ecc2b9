"""What the plain peer shows: people, units, appointments."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import path

from kiem.domain.register.models import Appointment, OrganizationState, PersonState


class Open(admin.ModelAdmin):
    """Open rows only, 100 a page as the admin does, counted as the admin does."""

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).filter(recorded__upper_inf=True)


class People(Open):
    list_display = ("full_name", "staff_number", "birth_date", "sex", "valid")
    search_fields = ("search_text",)
    ordering = ("sort_key", "id")


class Units(Open):
    list_display = ("name_vi", "code", "type", "parent", "valid")
    list_select_related = ("type", "parent")
    search_fields = ("search_text",)
    ordering = ("sort_key", "id")


class Appointments(Open):
    list_display = ("person", "post", "mode", "share_percent", "valid")
    list_select_related = ("person", "post")


site = admin.AdminSite()
site.register(PersonState, People)
site.register(OrganizationState, Units)
site.register(Appointment, Appointments)
urlpatterns = [path("", site.urls)]
