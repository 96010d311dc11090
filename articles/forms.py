"""How a subscriber says what they want of the news alerts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from articles.models import AlertChoice, Article, Newsletter, Section, Topic

# Beside those that the reader has: of all the topics of a paper nobody finds theirs.
TOPICS_OFFERED = 24
# Which topics are offered is read off so many of the latest articles.
LATEST = 300


# Django's own sentences repeat what was sent, however long.
_GONE = _("One of these is no longer offered. Choose again.")


class AlertChoiceForm(forms.Form):
    pace = forms.ChoiceField(
        label=_("How often"),
        choices=AlertChoice.Pace,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose how often.")},
    )
    sections = forms.ModelMultipleChoiceField(
        label=_("Sections"),
        queryset=Section.objects,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _GONE, "invalid_pk_value": _GONE},
    )
    topics = forms.ModelMultipleChoiceField(
        label=_("Topics"),
        queryset=Topic.objects,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _GONE, "invalid_pk_value": _GONE},
    )

    newsletters = forms.MultipleChoiceField(
        label=_("Newsletters"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What matters, chosen and put together. None comes unless you tick it."),
        error_messages={"invalid_choice": _GONE},
    )

    def __init__(self, data: Any, subscription: Any, *, also: str = "") -> None:
        """`subscription` is one `with_choice`, or None; `also` is the slug of a topic that is offered as chosen."""
        choice = getattr(subscription, "choice", None) or AlertChoice()
        keys = subscription.chosen if subscription else {"sections": [], "topics": [], "newsletters": []}
        topics = _offered(keys["topics"], also)
        chosen = [topic.pk for topic in topics if topic.pk in keys["topics"] or topic.slug == also]
        super().__init__(data, initial={**keys, "pace": choice.pace, "topics": chosen})
        newsletters: Any = self.fields["newsletters"]
        # Also one that the site has no more, so that who has chosen it can say no.
        made = {*settings.NEWSLETTERS, *keys["newsletters"]}
        newsletters.choices = [choice for choice in Newsletter.Cadence.choices if choice[0] in made]
        field: Any = self.fields["topics"]
        # Any topic is taken, these are shown.
        field.widget.choices = [(topic.pk, topic.name) for topic in topics]
        self.has_lost_its_own = not choice.takes_all and not (keys["sections"] or keys["topics"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("pace") == AlertChoice.Pace.NONE and not cleaned.get("newsletters"):
            raise forms.ValidationError(_("Choose alerts or a newsletter, or press “No more alerts”."))
        return cleaned


def _offered(own: list[int], also: str) -> list[Topic]:
    latest = Article.objects.published().newest().values("pk")[:LATEST]
    frequent = (
        Topic.objects.filter(articles__in=latest)
        .annotate(lately=Count("articles"))
        .order_by("-lately", "name")
        .values("pk")
    )
    return list(Topic.objects.filter(Q(pk__in=own) | Q(slug=also) | Q(pk__in=frequent[:TOPICS_OFFERED])))
