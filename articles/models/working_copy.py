"""What an editor has typed into an article's form and not saved: kept on the server, so that it is there after a crash, on
another device, tomorrow. Readers never see it, and other editors don't either."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models, transaction
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from accounts.models import User
    from articles.models.article import Article

# A story that nobody came back to in this time is told otherwise by now.
KEPT = timedelta(days=30)
# Copies that an editor has at a time; the oldest make room.
MOST = 20
# Buttons and what belongs to one answer alone are none of what was typed.
_NOT_TYPED = {"csrfmiddlewaretoken", "copy"}


class WorkingCopyQuerySet(models.QuerySet["WorkingCopy"]):
    def keep(self, *, by: User, article: Article | None, key: str, typed: QueryDict) -> WorkingCopy:
        """Save what `by` typed under the key of their form. Raises ValueError where the key is none."""
        if not 0 < len(key) <= WorkingCopy.KEY:
            raise ValueError("a copy has the key of its form")
        form = [[name, values] for name, values in typed.lists() if not _is_button(name)]
        # Postgres holds no NUL in its JSON, and no form of ours takes one.
        form = [[name, [value.replace("\x00", "") for value in values]] for name, values in form]
        with transaction.atomic():
            copy, _is_new = self.update_or_create(
                editor=by, key=key, defaults={"article": article, "form": form, "saved_at": timezone.now()}
            )
            spare = self.filter(editor=by).order_by("-saved_at").values("pk")[MOST:]
            self.filter(pk__in=list(spare.values_list("pk", flat=True))).delete()
        return copy

    def of(self, editor: User, article: Article | None) -> WorkingCopyQuerySet:
        """What `editor` typed for `article`, or where that is None for a new one, the newest first. What they typed in one that they
        can't write in any more, and can't take back, is a new one's: elsewhere they would never see it again."""
        own = self.filter(editor=editor).order_by("-saved_at", "-pk")
        if article:
            return own.filter(article=article)
        return own.filter(models.Q(article=None) | _closed_to(editor))

    def forget_old(self) -> None:
        self.filter(saved_at__lt=timezone.now() - KEPT).delete()


class WorkingCopy(models.Model):
    """One a form that is open somewhere: `key` is that form's own, so two tabs keep two copies. `article` is null for one that
    was never saved; `form` is [name, values] of each of its fields, with the state that it was opened on in `seen`."""

    KEY = 32  # characters

    editor = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    article = models.ForeignKey("articles.Article", models.CASCADE, null=True, related_name="+")
    key = models.CharField(max_length=KEY)
    form = models.JSONField()
    saved_at = models.DateTimeField(_("saved"))

    objects: ClassVar[Any] = WorkingCopyQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["editor", "key"], name="one_copy_a_form")]
        indexes = [models.Index(fields=["saved_at"], name="copy_oldest")]

    def __str__(self) -> str:
        return f"{self.saved_at:%Y-%m-%d %H:%M}"

    @property
    def typed(self) -> QueryDict:
        """What was typed, as the form sends it."""
        data = QueryDict(mutable=True)
        for name, values in self.form:
            data.setlist(name, values)
        return data


def _closed_to(editor: User) -> models.Q:
    """Whose article is another's by now, or out."""
    if editor.has_perm("articles.change_article"):
        return models.Q(pk__in=[])
    return ~models.Q(article__begun_by=editor, article__state__in=["draft", "in_review"])


def _is_button(name: str) -> bool:
    return name.startswith("_") or name in _NOT_TYPED
