"""The addresses of the API, used by `front` once it takes a request out of the web's chain."""

from __future__ import annotations

from django.urls import path

from kiem.delivery.api.application import api
from kiem.delivery.api.document import openapi

urlpatterns = [
    path("api/openapi.json", openapi),
    path("api/", api.urls),
]
