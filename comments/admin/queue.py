"""The queues among the admin's nouns: their address, their right, and the steps in them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import path

from comments.admin import queue_acts, queue_day, queue_pages, queue_waves
from comments.admin.read_only import ReadOnlyAdmin
from comments.models import Queue


@admin.register(Queue)
class QueueAdmin(ReadOnlyAdmin):
    # The screen shows a comment in its own way; no form of the admin's does.
    fields = ("state",)

    def get_urls(self) -> list[Any]:
        views = {
            "day": ("day/", queue_day.day),
            "following": ("next/", queue_acts.following),
            "waves": ("waves/", queue_waves.listed),
            "wave": ("waves/<int:pk>/", queue_waves.one),
            "decide_wave": ("waves/<int:pk>/decide/", queue_waves.decide),
            "take_back": ("undo/<int:pk>/", queue_acts.take_back),
            "screen": ("<int:pk>/", queue_pages.screen),
            "look_at": ("<int:pk>/look/", queue_acts.look_at),
            "step": ("<int:pk>/step/", queue_acts.step),
            "decide": ("<int:pk>/decide/", queue_acts.decide),
        }
        own = [
            path(route, self.admin_site.admin_view(view), name=f"comments_queue_{name}")
            for name, (route, view) in views.items()
        ]
        return own + super().get_urls()

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return queue_pages.listed(request)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> Any:
        """The admin's own address of one leads to its screen."""
        if object_id is None or not object_id.isdecimal():
            return super().changeform_view(request, object_id, form_url, extra_context)
        return queue_pages.to_screen(request, int(object_id))
