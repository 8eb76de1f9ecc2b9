"""Registers templates, static files and message catalogues with Django."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "kiem.delivery.web"
    label = "web"

    def ready(self) -> None:
        from kiem.delivery.exporting.run import register

        register()
