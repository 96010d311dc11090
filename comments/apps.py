"""The comments app: discussions under articles, their votes and their moderation."""

from datetime import timedelta
from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy


class CommentsConfig(AppConfig):
    name = "comments"
    verbose_name = gettext_lazy("Comments")
    erasing = "comments.erasing.erase"
    own_data = "comments.own_data.parts"
    # A burst of votes may show for as long as it takes to look again.
    periodic = {
        "comments.tasks.watch_votes": timedelta(minutes=1),
        "comments.tasks.watch_waves": timedelta(minutes=1),
        "comments.tasks.forget_drafts": timedelta(days=1),
        "comments.tasks.forget_notifications": timedelta(days=1),
        "comments.tasks.forget_paces": timedelta(hours=1),
        # A decision has a task of its own; what that left, as a worker that was killed.
        "comments.tasks.tell_decisions": timedelta(minutes=1),
        "comments.tasks.forget_refused": timedelta(days=1),
        "comments.tasks.count_months": timedelta(hours=1),
        # What isn't sent at once: what waits for its time, or for a server that was away.
        "comments.tasks.send_mails": timedelta(minutes=1),
    }

    def ready(self) -> None:
        post_migrate.connect(_make_rules, sender=self, dispatch_uid="comments.rules")
        post_migrate.connect(_list_reasons, sender=self, dispatch_uid="comments.reasons")


def _make_rules(**_: Any) -> None:
    """A row for each rule that has none yet, with its defaults; those of rules that are gone stay, and say nothing."""
    from comments.models import RuleSetting, RulesVersion
    from comments.rules import ORDER

    RulesVersion.objects.get_or_create(pk=1)
    known = set(RuleSetting.objects.values_list("code", flat=True))
    new = [(rule.code, rule.settings()) for rule in ORDER if rule.code not in known]
    if new:
        RuleSetting.objects.bulk_create(
            [
                RuleSetting(code=code, is_on=made.is_on, answer=made.answer, values=made.values)
                for code, made in new
            ]
        )


def _list_reasons(**_: Any) -> None:
    from comments.reasons import list_first

    list_first()
