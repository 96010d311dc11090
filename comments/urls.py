"""The addresses of single comments and of what can be done with them; under /comments/."""

from django.urls import path

from comments.views import (
    composing,
    editing,
    moderating,
    permalink,
    picking,
    replies,
    reporting,
    sanctions,
    voting,
    whole_acts,
)

urlpatterns = [
    path("<int:pk>/", permalink.comment, name="comment"),
    path("<int:pk>/vote/", voting.vote, name="vote"),
    path("<int:pk>/replies/", replies.replies, name="replies"),
    path("<int:pk>/reply/", composing.reply, name="reply"),
    path("<int:pk>/quote/", composing.quote, name="quote"),
    path("<int:pk>/edit/", editing.edit, name="edit"),
    path("<int:pk>/edits/", editing.edits, name="edits"),
    path("<int:pk>/delete/", editing.delete, name="delete"),
    path("<int:pk>/report/", reporting.report, name="report"),
    path("<int:pk>/pick/", picking.pick, name="pick"),
    path("<int:pk>/hide/", moderating.hide, name="hide"),
    path("<int:pk>/approve/", moderating.approve, name="approve"),
    path("<int:pk>/reject/", moderating.reject, name="reject"),
    path("<int:pk>/restore/", moderating.restore, name="restore"),
    path("<int:pk>/sanction/", sanctions.sanction, name="sanction"),
    path("<int:pk>/hide-since/", whole_acts.hide_since, name="hide_since"),
    path("acts/<uuid:batch>/", whole_acts.whole_act, name="whole_act"),
]
