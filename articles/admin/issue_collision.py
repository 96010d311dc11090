"""Two editors at one issue of a newsletter: a save of what was opened before another's save is refused with both texts side by side."""

from __future__ import annotations

import hashlib
from typing import Any, NamedTuple

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from articles.admin.typed import MOST_ROWS, whole_number
from articles.comparing import Row
from articles.differences import difference
from articles.models import Article, NewsletterIssue

_FIELDS = ("subject", "introduction", "is_held")


class IssueStanding(NamedTuple):
    """All that an editor may change: the words, whether it is held, and [article's id, place] of each story."""

    subject: str
    introduction: str
    is_held: bool
    stories: list[list[int]]

    @property
    def mark(self) -> str:
        """What a form carries of the state that it was opened on."""
        return hashlib.blake2b(repr(tuple(self)).encode(), digest_size=12).hexdigest()

    def as_words(self) -> dict[str, str]:
        """What each field says, the stories a line each in their order."""
        found = dict(
            Article.objects.filter(pk__in=[pk for pk, _at in self.stories]).values_list("pk", "headline")
        )
        lines = [found.get(pk, "") for pk, _at in sorted(self.stories, key=lambda story: story[1])]
        return {
            "subject": self.subject,
            "introduction": self.introduction,
            "is_held": _("held") if self.is_held else _("not held"),
            "stories": "\n".join(lines),
        }


def standing(issue: NewsletterIssue) -> IssueStanding:
    """As it stands in the database, whatever a form has put into `issue`."""
    subject, introduction, is_held = NewsletterIssue.objects.values_list(*_FIELDS).get(pk=issue.pk)
    stories = issue.stories.order_by("position", "pk").values_list("article_id", "position")
    return IssueStanding(subject, introduction, is_held, [list(story) for story in stories])


def typed(data: QueryDict) -> IssueStanding:
    """What the form says."""
    subject, introduction = ((data.get(name) or "").replace("\r\n", "\n").strip() for name in _FIELDS[:2])
    stories = [[pk, place] for pk, place in _chosen(data).items()]
    return IssueStanding(subject, introduction, bool(data.get("is_held")), stories)


def _chosen(data: QueryDict) -> dict[int, int]:
    """{article's id: place} of the rows that aren't to be dropped."""
    found = {}
    for number in range(min(whole_number(data.get("stories-TOTAL_FORMS")), MOST_ROWS)):
        pk = whole_number(data.get(f"stories-{number}-article"))
        if pk and not data.get(f"stories-{number}-DELETE"):
            found[pk] = whole_number(data.get(f"stories-{number}-position"))
    return found


class Collision:
    """`data` is what was typed, laid out on the rows that stand now; `rows` is where it differs from what stands, theirs before mine."""

    def __init__(self, issue: NewsletterIssue, data: QueryDict) -> None:
        theirs, mine = standing(issue).as_words(), typed(data).as_words()
        self.rows = [
            Row(name, _label(name), theirs[name], mine[name], difference(theirs[name], mine[name]))
            for name in theirs
            if theirs[name] != mine[name]
        ]
        self.data = data
        self._lay_out(issue, _chosen(data))

    def _lay_out(self, issue: NewsletterIssue, chosen: dict[int, int]) -> None:
        """Makes the rows of `data` say `chosen` by the stories that stand now: the others are to be dropped, the rest is added."""
        data, standing_rows = self.data, dict(issue.stories.values_list("article_id", "pk"))
        for key in [key for key in data if key.startswith("stories-") and key.split("-")[1].isdigit()]:
            del data[key]
        everybody = [*standing_rows, *(pk for pk in chosen if pk not in standing_rows)]
        for number, pk in enumerate(everybody):
            row = f"stories-{number}-"
            data[f"{row}article"], data[f"{row}issue"] = str(pk), str(issue.pk)
            data[f"{row}id"] = str(standing_rows.get(pk, ""))
            data[f"{row}position"] = str(chosen.get(pk, 0))
            if pk not in chosen:
                data[f"{row}DELETE"] = "on"
        data["stories-INITIAL_FORMS"] = str(len(standing_rows))
        data["stories-TOTAL_FORMS"] = str(len(everybody))


def _label(name: str) -> str:
    """What the desk calls a field."""
    field: Any = NewsletterIssue._meta.get_field(name)
    return str(field.verbose_name if name in _FIELDS else field.related_model._meta.verbose_name_plural)


class IssueForm(forms.ModelForm):
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = NewsletterIssue
        fields = ["subject", "introduction", "is_held"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._mark = standing(self.instance).mark if self.instance.pk else ""
        self.initial["seen"] = self._mark

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if is_stale(self.instance, cleaned.get("seen", "")):
            # The form comes back with what stands now, so that the next press is an answer to this.
            again: Any = self.data
            again["seen"] = self._mark
            self.add_error(
                None, _("Somebody else has saved this issue since you opened it. Yours isn't saved.")
            )
        return cleaned


def is_stale(issue: NewsletterIssue, seen: str) -> bool:
    """Whether a form that was opened on the state of the mark `seen` would write over what somebody saved since."""
    return seen != standing(issue).mark
