"""Every page and what it is called. Each view declares its permission."""

from django.urls import path

from kiem.delivery.web.views import preferences

urlpatterns = [
    path("preferences/", preferences.set_preferences, name="preferences"),
]
