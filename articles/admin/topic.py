"""Topics; those that say the same are ticked in the list and made one."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import transaction
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.acting import acting
from articles.admin.text_boxes import TextBoxes
from articles.merging import merge
from articles.models import Topic


@admin.register(Topic)
class TopicAdmin(TextBoxes):
    list_display = ["name", "slug"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}
    actions = ["merge_selected"]

    @admin.action(description=gettext_lazy("Merge the chosen topics into one"), permissions=["delete"])
    def merge_selected(self, request: HttpRequest, topics: Any) -> HttpResponse | None:
        """Asks which one stays; the same form comes back with it."""
        chosen = list(topics.annotate(stories=Count("articletopic")).order_by("-stories", "name"))
        if len(chosen) < 2:
            messages.warning(request, _("Tick at least two topics."))
            return None
        into = next((topic for topic in chosen if str(topic.pk) == request.POST.get("into")), None)
        if into is None:
            return _ask(request, self, chosen)
        with transaction.atomic():
            merged = _(", ").join(topic.name for topic in merge(chosen, into=into, by=acting(request)))
            said = _("Merged into %(topic)s: %(merged)s.") % {"topic": into.name, "merged": merged}
            self.log_change(request, into, said)
        messages.success(request, said)
        return None


def _ask(request: HttpRequest, desk: TopicAdmin, chosen: list[Topic]) -> HttpResponse:
    was_asked = "merge" in request.POST
    context = {
        **desk.admin_site.each_context(request),
        "title": _("Merge topics"),
        "opts": desk.opts,
        "topics": chosen,
        "checkbox": ACTION_CHECKBOX_NAME,
        "is_missing": was_asked,
        "back": request.get_full_path(),
    }
    return TemplateResponse(
        request, "admin/articles/topic/merge.html", context, status=422 if was_asked else 200
    )
