"""The URL table, and what answers when no view does."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("kiem.delivery.web.account_urls")),
    path("", include("kiem.delivery.web.assembly_urls")),
    path("", include("kiem.delivery.web.urls")),
]

handler400 = "kiem.delivery.web.errors.bad_request"
handler403 = "kiem.delivery.web.errors.permission_denied"
handler404 = "kiem.delivery.web.errors.not_found"
handler500 = "kiem.delivery.web.errors.broken"
