"""Words and marks that pages of articles share."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import Author

register = template.Library()


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
