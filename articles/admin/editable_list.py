"""Lists whose rows are changed right in them, by two editors at once if need be."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from articles.admin.text_boxes import TextBoxes
from articles.admin.typed import MOST_ROWS, whole_number


class EditableList(TextBoxes):
    """Of what was sent, the rows that stand are saved. Django would refuse all where one was deleted meanwhile, without a word, and show
    each of the others with its neighbour's values."""

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if (
            request.method == "POST"
            and "_save" in request.POST
            and (standing := self._standing(request.POST))
        ):
            request.POST = standing  # type: ignore[assignment]
            messages.warning(request, _("What somebody else has deleted meanwhile was left out."))
        response: HttpResponse = super().changelist_view(request, extra_context)
        return response

    def _standing(self, sent: QueryDict) -> QueryDict | None:
        """What was sent without the rows of what is gone, the others numbered anew; None where nothing is."""
        total = min(whole_number(sent.get("form-TOTAL_FORMS")), MOST_ROWS)
        ids = [whole_number(sent.get(f"form-{number}-id")) for number in range(total)]
        there = set(self.model._default_manager.filter(pk__in=ids).values_list("pk", flat=True))
        if there.issuperset(ids):
            return None
        kept = QueryDict(mutable=True)
        for name in sent:
            if not name.startswith("form-"):
                kept.setlist(name, sent.getlist(name))
        numbers = [number for number, pk in enumerate(ids) if pk in there]
        for place, number in enumerate(numbers):
            for name in sent:
                if name.startswith(f"form-{number}-"):
                    kept.setlist(f"form-{place}-{name.split('-', 2)[2]}", sent.getlist(name))
        kept["form-TOTAL_FORMS"] = kept["form-INITIAL_FORMS"] = str(len(numbers))
        return kept
