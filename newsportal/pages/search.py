"""Search over the published articles and, on a tab of its own, over what readers wrote under them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from newsportal.pages.found import Found, find
from newsportal.pages.search_wishes import Wishes
from newsportal.stored_pages import stored


@require_safe
def search(request: HttpRequest) -> HttpResponseBase:
    """`?q=` in the words of a web search: "a phrase", -without, this or that; `in=comments`, `section`, `author`, `from`, `to`,
    `sort=newest` and `page` as the form and the links of the page have them.

    What is found in comments is stored for nobody, as no version tells when one of them is hidden; a hidden one is gone from
    the very next answer.
    """
    return _search(request) if request.GET.get("in") == "comments" else _stored_search(request)


def _search(request: HttpRequest) -> HttpResponse:
    wishes = Wishes.of(request)
    found = find(wishes, request.user) if wishes.query else None
    context = {"words": wishes.typed, "wishes": wishes, "found": found}
    if found:
        context |= {
            "count": _count(wishes, found),
            "ways": wishes.ways(str(found.query), str(found.meant or "")),
        }
    return render(request, "newsportal/search.html", context)


def _count(wishes: Wishes, found: Found) -> str:
    """ "1 story", "17 comments", or that there are more than are looked through."""
    numbers = {"n": number_format(found.count, force_grouping=True)}
    if wishes.of_comments:
        words = ngettext("%(n)s comment found", "%(n)s comments found", found.count)
        many = _(
            "%(n)s comments or more; these are from the latest. Dates or a section lead to earlier ones."
        )
    else:
        words = ngettext("%(n)s story found", "%(n)s stories found", found.count)
        many = _("%(n)s stories or more; these are from the latest. Dates or a section lead to earlier ones.")
    return (many if found.is_most else words) % numbers


_stored_search = stored(_search)
