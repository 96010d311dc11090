"""The portal itself, as an app: its commands and its pages join the others."""

from datetime import timedelta

from django.apps import AppConfig


class NewsportalConfig(AppConfig):
    name = "newsportal"
    periodic = {
        "newsportal.tasks.clear_sessions": timedelta(days=1),
        "newsportal.tasks.forget_expired": timedelta(hours=1),
    }
