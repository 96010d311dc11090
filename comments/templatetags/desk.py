"""What the templates of the moderators' desk say; each row of a queue as a pattern that is filled in (`comments/patterns.py`)."""

from __future__ import annotations

import re
from functools import cache
from typing import Any
from urllib.parse import quote

from django import template
from django.template.defaultfilters import floatformat
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from accounts import stamps
from accounts.characters import set_apart
from comments import patterns
from comments.look import Look
from comments.models import Comment
from comments.rules import name_of
from comments.templatetags.comments import name, time_tag
from comments.text import cited

register = template.Library()
register.filter("rule_name", name_of)


@register.filter
def span(seconds: float | None) -> str:
    """How long something took, in words; a dash where there is nothing to tell."""
    return "–" if seconds is None else stamps.span(seconds)


# Of what a row says of its comment, that which differs within a kind.
_FIELDS = (
    *("number", "name", "author_url", "time", "reports", "claim", "section", "url", "headline", "of_article"),
    *("parent_name", "parent_text", "text", "why", "query", "sight", "then", "not_for"),
)
_MARKS = patterns.marks(_FIELDS)
# What of the comment that is answered stands in a row.
_ANSWERED = 120
# As the renderer writes links: they hold no others.
_LINK = re.compile(r'<a href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)


@register.simple_tag(takes_context=True)
def queued(context: template.Context, row: dict[str, Any]) -> SafeString:
    """The HTML of a row of the list, from `_row.html`."""
    comment: Comment = row["comment"]
    following: Comment | None = row.get("next")
    shown = _pattern(
        get_language(),
        state=comment.state,
        is_reported=comment.open_reports > 0,
        is_looked_at=comment.looked_at is not None,
        is_claimed=row["claim"] is not None,
        has_author=comment.author_id is not None,
        has_parent=comment.parent_id is not None,
        has_why=bool(row["cause"].words),
        can_decide=row["can_decide"],
        is_whole=row["is_whole"],
        is_refused=row["not_for"] is not None,
        is_narrowed=context["look"].article is not None,
    )
    words = what(row, context["look"]) | {
        "parent_name": escape(set_apart(name(comment.parent))) if comment.parent else "",
        "parent_text": escape(cited(comment.parent.text, _ANSWERED)) if comment.parent else "",
        "text": escape(row["excerpt"]),
        "why": escape(row["cause"].words),
        "query": escape(f"{context['look'].query}{context['place']}"),
        "sight": row["cause"].sight,
        "then": str(following.pk) if following else "",
        "not_for": escape(row["not_for"].message) if row["not_for"] else "",
    }
    return patterns.filled(shown, words)


def what(row: dict[str, Any], look: Look) -> dict[str, SafeString | str]:
    """Who wrote the comment, when and where, how it stands, and what of the queue is of the same article: HTML for `_what.html`."""
    comment: Comment = row["comment"]
    article, shown_name = comment.discussion.article, name(comment)
    reports = ngettext("%(n)d report", "%(n)d reports", comment.open_reports) % {"n": comment.open_reports}
    if comment.reports_weigh != 100 * comment.open_reports:
        weight = floatformat(comment.reports_weigh / 100, -2)
        reports = _("%(reports)s, weight %(weight)s") % {"reports": reports, "weight": weight}
    return {
        "number": str(comment.pk),
        "name": escape(set_apart(shown_name)),
        # The addresses are written out: reverse() would take longer than all the rest.
        "author_url": f"/users/{quote(shown_name)}/",
        "time": time_tag(comment.created_at),
        "reports": escape(reports),
        "claim": escape(_claim(row)),
        "section": escape(article.section.name),
        "url": f"/comments/{comment.pk}/",
        "headline": escape(article.headline),
        "of_article": escape(look.of(article=comment.discussion_id, section=None).query),
    }


@register.filter
def with_addresses(html: str) -> SafeString:
    """The HTML of a comment with the address of each link behind it, unless its words are the address: where a link leads is
    what moderators must see, and not by following it."""
    return mark_safe(_LINK.sub(_with_address, html))  # noqa: S308 (nh3's HTML, and an address out of it)


@cache
def _pattern(language: str | None, **kind: Any) -> patterns.Pattern:
    """`_row.html` in a language for a kind of row."""
    return patterns.pattern("admin/comments/queue/_row.html", {**kind, "what": _MARKS})


def _claim(row: dict[str, Any]) -> str:
    if row["claim"] is None:
        return ""
    if row["is_mine"]:
        return _("yours until %(time)s") % {"time": stamps.clock(row["claim"].until)}
    return _("%(name)s is looking at it") % {"name": set_apart(row["claim"].moderator.username)}


def _with_address(link: re.Match[str]) -> str:
    address, words = link.groups()
    if words in (address, address.removeprefix("http://"), address.removeprefix("https://")):
        return link[0]
    return link[0] + format_html(' <span class="queue-address">({})</span>', mark_safe(address))  # noqa: S308 (as above)
