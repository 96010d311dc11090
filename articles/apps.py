"""The articles app: what the newsroom writes, illustrates and publishes."""

from datetime import timedelta
from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = gettext_lazy("Articles")
    own_data = "articles.own_data.parts"
    periodic = {
        "articles.tasks.issue_daily_alert": timedelta(minutes=1),
        "articles.tasks.send_due_newsletters": timedelta(minutes=1),
        # What a server that was away hasn't taken, and what a killed worker held.
        "articles.tasks.send_alerts": timedelta(minutes=1),
        "articles.tasks.make_missing_sizes": timedelta(hours=1),
        "articles.tasks.index_due_words": timedelta(minutes=1),
        "articles.tasks.forget_alert_deliveries": timedelta(days=1),
        "articles.tasks.forget_reads": timedelta(days=1),
        "articles.tasks.forget_working_copies": timedelta(days=1),
    }

    def ready(self) -> None:
        post_migrate.connect(_make_rows, sender=self, dispatch_uid="articles.rows")


def _make_rows(**_: Any) -> None:
    """The single row that every page looks at, and those of the newsletters; made after each migrate (and flush) where they are
    missing."""
    from articles.models import Edition, Newsletter

    Edition.objects.get_or_create(pk=1)
    Newsletter.objects.make_missing()
