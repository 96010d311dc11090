"""The versions of an article: every state that its text, picture, place, authors and topics were in, and who brought it there.

django-simple-history makes the table, so that a new field of an article is in its versions from then on. Its own way of
filling it (signals, and whoever is in the thread) is left out: who acts is said, so the verbs write versions themselves by
`articles/versions.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

if TYPE_CHECKING:
    from accounts.models import User


class Version(models.Model):
    """What a version has beyond the article's own fields. `authors` and `topics` are [id, name] in order, as they were;
    `changed` names what differs from the version before; `restores` is the version that this one brought back; `act` is what moved
    the article on, where it wasn't its words that were changed."""

    class Act(models.TextChoices):
        """As history tells it, beside who and when."""

        SUBMIT = "submit", _("Submitted for review")
        TAKE_BACK = "take_back", _("Taken back from review")
        SEND_BACK = "send_back", _("Sent back to its writer")
        HAND_OVER = "hand_over", _("Handed over to another writer")
        PUBLISH = "publish", pgettext_lazy("in a history", "Published")
        SCHEDULE = "schedule", pgettext_lazy("in a history", "Scheduled")
        UNPUBLISH = "unpublish", pgettext_lazy("in a history", "Taken off the site")

    authors = models.JSONField(default=list)
    topics = models.JSONField(default=list)
    changed = ArrayField(models.CharField(max_length=20), default=list)
    restores = models.BigIntegerField(null=True)
    act = models.CharField(max_length=9, choices=Act, blank=True, default="", db_default="")

    if TYPE_CHECKING:
        history_id: int
        history_date: Any
        history_user: User | None
        history_user_id: int | None

    class Meta:
        abstract = True


class Versions(HistoricalRecords):
    """The table beside the article's, written by the verbs alone."""

    def __init__(self) -> None:
        super().__init__(
            bases=[Version],
            custom_model_name="ArticleVersion",
            verbose_name=_("version"),
            verbose_name_plural=_("versions"),
            excluded_fields=["created_at", "begun_by"],
            history_id_field=models.BigAutoField(),
            # Versions are found by their article.
            no_db_index=["section", "photo", "source", "slug"],
        )

    def post_save(self, *_: Any, **__: Any) -> None:
        """Nothing: a signal doesn't know who acts."""

    post_delete = pre_delete = post_save

    def get_meta_options(self, model: Any) -> dict[str, Any]:
        return {
            **super().get_meta_options(model),
            "default_permissions": (),
            "ordering": ["-history_id"],
            "triggers": [
                # Enforced below the code: a history that can be rewritten proves nothing.
                # The account of who wrote it may go.
                pgtrigger.ReadOnly(name="version_stands", exclude=["history_user"]),
                pgtrigger.Protect(name="version_stays", operation=pgtrigger.Delete),
            ],
        }
