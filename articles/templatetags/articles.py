"""Words and marks that pages of articles share: who wrote it, when, how much is said about it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime, tzinfo
from functools import lru_cache
from typing import Any
from urllib.parse import urljoin

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format, number_format, time_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from articles import body as bodies
from articles.in_xml import in_xml
from articles.models import Article, Author
from articles.reading import Length, beginning, length
from articles.tongues import LOCALES, told

register = template.Library()
register.filter(in_xml)


@register.filter
def story(article: Article) -> SafeString:
    """An article's body for its page; it was cleaned when it was saved."""
    photos = [picture.photo for picture in article.body_pictures.all()]
    return mark_safe(bodies.with_cards(bodies.with_widths(article.body, photos)))  # noqa: S308


@register.filter
def how_long(html: str) -> Length:
    """The words, signs and minutes of a body."""
    return length(html)


@register.filter
def description(article: Article) -> str:
    """What it is about, for whoever sees no more of it than a line: its standfirst, else how it begins; empty of a picture alone."""
    return article.standfirst or beginning(article.body)


@register.filter
def byline(authors: Sequence[Author]) -> SafeString | str:
    """The authors as prose, each linked to their page: "By A, B and C". Empty without authors."""
    if not authors:
        return ""
    links = [
        format_html('<a rel="author" href="{}">{}</a>', author.get_absolute_url(), author.name)
        for author in authors
    ]
    if len(links) == 1:
        return format_html(_("By {}"), links[0])
    # The first {} is all authors but the last, joined with commas.
    return format_html(
        _("By {} and {}"), format_html_join(_(", "), "{}", ((link,) for link in links[:-1])), links[-1]
    )


@register.filter
def comment_count(count: int) -> str:
    """ "19 Comments", "1 Comment", "0 Comments", "1,234 Comments"."""
    return ngettext("%(n)s Comment", "%(n)s Comments", count) % {
        "n": number_format(count, force_grouping=True)
    }


@register.filter
def counts(cards: Sequence[Article]) -> str:
    """Which articles these are and how many comments each has: what a list of an edition differs by from minute to minute."""
    return " ".join(f"{card.pk}:{card.comment_count}" for card in cards)  # type: ignore[attr-defined]


@register.filter
def moment(time: datetime) -> str:
    """As machines read it, to the second (ISO 8601): not all of them take parts of one."""
    return time.isoformat(timespec="seconds")


@register.filter
def typed_time(time: datetime) -> str:
    """As a box for a date and a time takes it, in the site's zone."""
    return f"{timezone.localtime(time, timezone.get_default_timezone()):%Y-%m-%dT%H:%M}"


@register.filter
def short_time(time: datetime) -> SafeString:
    """The time in a list, as short as it can be: of today the hour, of this year the day. In the site's zone."""
    zone = timezone.get_default_timezone()
    return _short(time, timezone.localdate(timezone=zone), zone, get_language())


# A page of lists has forty of them, which all read the same until midnight.
@lru_cache(maxsize=5000)
def _short(time: datetime, this_day: date, zone: tzinfo, _language: str) -> SafeString:
    local = timezone.localtime(time, zone)
    if local.date() == this_day:
        words = time_format(local, "TIME_FORMAT")
    elif local.year == this_day.year:
        words = date_format(local, pgettext("date format", "M j"))
    else:
        words = date_format(local, pgettext("date format", "M j, Y"))
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="seconds"), words)


@register.simple_tag
def today() -> SafeString:
    """The date of the paper, in the site's zone: "Tuesday, November 24, 2026"."""
    date = timezone.localdate(timezone=timezone.get_default_timezone())
    words = date_format(date, pgettext("date format", "l, F j, Y"))
    return format_html('<time datetime="{}">{}</time>', date.isoformat(), words)


@register.filter
def absolute(address: str) -> str:
    """The address as other sites need it. Media may lie with another host, whose addresses are whole already."""
    return urljoin(settings.SITE_URL, address)


# What could end the element, or begin a comment in it, however a headline reads.
_ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


@register.filter
def linked_data(thing: dict[str, Any]) -> SafeString:
    """An object of `newsportal.linked_data` as the element that machines look for. It holds data and runs nothing, so the
    policy against scripts has nothing to say to it."""
    words = json.dumps(thing, ensure_ascii=False).translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{words}</script>')  # noqa: S308 (escaped above)


@register.filter
def tongue(text: str) -> str:
    """The code of the language that the paper says it in: Japanese or Korean by its letters, otherwise the paper's own."""
    return told(text) or settings.LANGUAGE_CODE


@register.filter
def locale(language: str) -> str:
    """A code of `tongue` as Open Graph has it."""
    return LOCALES[language]


@register.filter
def lang(text: str) -> SafeString:
    """The attribute `lang` of what the paper says, where that isn't the language of the page around it: Japanese by its
    letters, otherwise what the paper is written in."""
    own = tongue(text)
    return mark_safe("" if own == get_language() else f' lang="{own}"')  # noqa: S308 (our own codes)


@register.simple_tag
def paper_lang() -> SafeString:
    """The same for what readers say, whose paragraphs tell by themselves where they are Japanese or Korean."""
    return lang("")
