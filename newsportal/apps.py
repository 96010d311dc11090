"""The portal itself, as an app: its commands and its pages join the others."""

from datetime import timedelta

from django.apps import AppConfig


class NewsportalConfig(AppConfig):
    name = "newsportal"

    @property
    def periodic(self) -> dict[str, timedelta]:
        from django.conf import settings

        always = {
            "newsportal.tasks.clear_sessions": timedelta(days=1),
            "newsportal.tasks.forget_expired": timedelta(hours=1),
            "newsportal.tasks.put_newsletters_together": timedelta(minutes=1),
        }
        return always | ({"newsportal.tasks.take_wire": timedelta(minutes=1)} if settings.WIRE_FOLDER else {})
