"""The portal itself, as an app: its commands and its pages join the others."""

from django.apps import AppConfig


class NewsportalConfig(AppConfig):
    name = "newsportal"
