"""The moderation log: searched by words, names and numbers of comments, and shown per comment, reader and moderator."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from accounts.models import User
from comments import reasons
from comments.admin.changes import NOTHING, changes, subject_of
from comments.admin.moments import stacked
from comments.admin.read_only import ReadOnlyAdmin
from comments.models import ModerationEntry
from comments.rules import name_of

# Past so many namesakes a search by name says nothing.
NAMES = 100
# So many changes of one entry stand in the list; thousands of words may be listed at once.
MANY = 6


class UndoneFilter(admin.SimpleListFilter):
    title = gettext_lazy("undone")
    parameter_name = "undone"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("no", _("Stands")), ("yes", _("Was undone"))]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[ModerationEntry]
    ) -> QuerySet[ModerationEntry]:
        if self.value() is None:
            return queryset
        return queryset.filter(undone_by__isnull=self.value() == "no")


@admin.register(ModerationEntry)
class ModerationEntryAdmin(ReadOnlyAdmin):
    list_display = ["when", "act_on", "whom", "by_whom", "why_and_change"]
    list_filter = ["act", UndoneFilter]
    list_select_related = ["comment", "discussion__article", "reader", "actor", "undone_by"]
    search_fields = ["reason"]
    show_full_result_count = False
    fields = ["when", "act", "on", "whom", "by_whom", "why", "change", "whole_act", "undoes", "taken_back"]
    readonly_fields = ["when", "on", "whom", "by_whom", "why", "change", "whole_act", "taken_back"]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[ModerationEntry], search_term: str
    ) -> tuple[QuerySet[ModerationEntry], bool]:
        """Each condition has its index, so that a log of millions is searched at once."""
        term = search_term.strip()
        if not term:
            return queryset, False
        named = list(User.objects.filter(username__icontains=term).values_list("pk", flat=True)[:NAMES])
        found = Q(reason__icontains=term) | reasons.named(term) | Q(actor__in=named) | Q(reader__in=named)
        number = term.removeprefix("#")
        if number.isascii() and number.isdecimal() and len(number) < 19:
            found |= Q(comment=int(number))
        return queryset.filter(found), False

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        changelist = super().get_changelist_instance(request)
        reasons.show(changelist.result_list)
        return changelist

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        entry = super().get_object(request, object_id, from_field)
        if entry is not None:
            reasons.show([entry])
        return entry

    @admin.display(description=gettext_lazy("when"), ordering="id")
    def when(self, entry: ModerationEntry) -> str:
        return stacked(entry.created_at)

    @admin.display(description=gettext_lazy("act"))
    def act_on(self, entry: ModerationEntry) -> str:
        """In the list in one column: what was done, and to what."""
        subject = self.on(entry)
        act = entry.get_act_display()
        return act if subject == NOTHING else format_html("{} <br>{}", act, subject)

    @admin.display(description=pgettext_lazy("of what was decided on", "on"))
    def on(self, entry: ModerationEntry) -> str:
        if entry.comment_id:
            return format_html(
                '<a href="{}">#{}</a>',
                reverse("admin:comments_comment_change", args=[entry.comment_id]),
                entry.comment_id,
            )
        if entry.discussion:
            return entry.discussion.article.headline
        return subject_of(entry)

    @admin.display(description=gettext_lazy("reader"))
    def whom(self, entry: ModerationEntry) -> str:
        return _all_of("reader", entry.reader)

    @admin.display(description=gettext_lazy("by"))
    def by_whom(self, entry: ModerationEntry) -> str:
        if entry.actor is None and entry.rule:
            return _("rule: %(rule)s") % {"rule": name_of(entry.rule)}
        return _all_of("actor", entry.actor)

    @admin.display(description=gettext_lazy("reason"))
    def why(self, entry: ModerationEntry) -> str:
        return entry.words or NOTHING

    @admin.display(description=gettext_lazy("changed"))
    def change(self, entry: ModerationEntry) -> str:
        return format_html_join("", "<p>{}</p>", ((one,) for one in _changes(entry))) or NOTHING

    @admin.display(description=gettext_lazy("reason and what changed"))
    def why_and_change(self, entry: ModerationEntry) -> str:
        """In the list in one column, for both are sentences and the others are words."""
        told = _changes(entry)
        if len(told) > MANY:
            rest = len(told) - MANY
            told = [*told[:MANY], ngettext("and %(n)d more", "and %(n)d more", rest) % {"n": rest}]
        lines = [(entry.words, "why")] * bool(entry.words) + [(one, "change") for one in told]
        return format_html_join("", '<span class="{1}">{0}</span>', lines) or NOTHING

    @admin.display(description=gettext_lazy("one act"))
    def whole_act(self, entry: ModerationEntry) -> str:
        if entry.batch is None:
            return NOTHING
        address = reverse("whole_act", args=[entry.batch])
        return format_html('<a href="{}">{}</a>', address, _("all that was done with it"))

    @admin.display(description=gettext_lazy("undone by"))
    def taken_back(self, entry: ModerationEntry) -> str:
        return str(getattr(entry, "undone_by", NOTHING))


def _changes(entry: ModerationEntry) -> list[str]:
    return [*changes(entry), *([_("(undone)")] if hasattr(entry, "undone_by") else [])]


def _all_of(role: str, user: User | None) -> str:
    """The name, as the way to all entries in which they have this role."""
    return _listed({role: str(user.pk)}, user.username) if user else NOTHING


def _listed(condition: dict[str, str], words: str) -> SafeString:
    address = reverse("admin:comments_moderationentry_changelist")
    return format_html('<a href="{}?{}">{}</a>', address, urlencode(condition), words)
