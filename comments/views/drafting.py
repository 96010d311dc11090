"""What stands in a composer when its page is made, and the three things its form can ask for besides being sent: to keep
what is typed, to go on with what was written elsewhere, to discard a draft. All of it works as a plain form."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import acting
from comments import drafts, limits
from comments.drafts import Composer, Owner
from comments.models import Comment, Draft, Report
from comments.refusal import Refusal
from comments.views.answers import refusal_data
from comments.views.gate import wants_json

# Where a session holds the secret of whoever typed before the login.
_VISITOR = "visitor"


@dataclass(slots=True)
class Box:
    """The text in a composer and what its form sends along: see Draft for `key`, `seen` and `base`. `elsewhere` is another
    draft for the same composer."""

    text: str
    key: str
    seen: int = 0
    base: str = ""
    saved_at: datetime | None = None
    elsewhere: Draft | None = None
    refusal: Refusal | None = None
    preview: str | None = None

    @property
    def data(self) -> dict[str, Any]:
        """For a script: the text, and what of the form changes with it."""
        draft = render_to_string("comments/_draft.html", {"box": self})
        preview = {} if self.preview is None else {"preview": self.preview}
        return {"text": self.text, "key": self.key, "seen": self.seen, "draft": draft, **preview}


def owner_of(request: HttpRequest) -> Owner:
    """Whose drafts the request may touch; what a reader typed before the login becomes theirs here."""
    visitor = request.session.get(_VISITOR, "")
    if not request.user.is_authenticated:
        return Owner(visitor=visitor)
    if visitor:
        drafts.claim(visitor, request.user.pk)
        del request.session[_VISITOR]
    return Owner(request.user.pk)


def open_box(request: HttpRequest, composer: Composer, text: str = "", base: str = "") -> Box:
    """The box with its newest draft, or else with `text`."""
    return box_of(composer.of(owner_of(request))[:2], text, base)


def box_of(found: Iterable[Draft], text: str = "", base: str = "") -> Box:
    """The box with the first of `found`, the newest drafts of a composer, or else with `text`."""
    newest, *others = [*found, None]
    if newest is None:
        return Box(text, drafts.new_key(), base=base)
    return Box(
        newest.text,
        newest.key,
        seen=newest.version,
        base=newest.base or base,
        saved_at=newest.saved_at,
        elsewhere=others[0],
    )


def keep_typed(request: HttpRequest, composer: Composer, text: str, *, is_used: bool = False) -> Box:
    """Keeps `text`, which the form brought, and returns the box with it. A key that `is_used` up is replaced."""
    key, seen = ("", 0) if is_used else (request.POST.get("key", ""), _seen(request))
    base = _base(request, composer)
    if text.strip():
        _begin(request)
    owner = owner_of(request)
    kept = drafts.keep(owner, composer, text, key=key, seen=seen, base=base, typed_at=_typed_at(request))
    if kept is None:
        return Box(text, key or drafts.new_key(), base=base)
    others = composer.of(owner).exclude(pk=kept.pk)
    return Box(text, kept.key, kept.version, base, kept.saved_at, others.first())


def keep_for(request: HttpRequest, act: str, pk: int, text: str, *, about: bool = True) -> None:
    """Keeps what was typed into a form about the comment with this id, or else about its article, whether or not the
    reader may still see it."""
    article = Comment.objects.filter(pk=pk).values_list("discussion_id", flat=True).first()
    if article is not None and text.strip():
        keep_typed(request, Composer(act, article, pk if about else None), text)


def keep_aside(request: HttpRequest, pk: int) -> None:
    """Keeps what stood in the article's composer while something at the comment with this id was pressed by a signed-out
    reader, whose browser may run no script of ours: it is in that composer after the login."""
    keep_for(request, Draft.Act.POST, pk, request.POST.get("text", ""), about=False)


def asked_for(
    request: HttpRequest, composer: Composer, text: str, standing: str = "", base: str = ""
) -> Box | None:
    """The box after what the form asks for; None where it is to be sent. Without a draft there stands `standing`."""
    if "use" in request.POST:
        keep_typed(request, composer, text)
        composer.of(owner_of(request)).filter(key=_key(request, "use")).update(saved_at=timezone.now())
        return open_box(request, composer, standing, base)
    if "discard" in request.POST:
        gone = _key(request, "discard")
        owner_of(request).drafts.filter(key=gone).delete()
        if gone == request.POST.get("key"):
            return open_box(request, composer, standing, base)
        return keep_typed(request, composer, text)
    return keep_typed(request, composer, text) if "save" in request.POST else None


def boxed(request: HttpRequest, template: str, box: Box, context: dict[str, Any]) -> HttpResponse:
    """The page with the form as it stands, or for a script what of it changed; 422 where it was refused."""
    if wants_json(request):
        return refusal_data(box.refusal, **box.data) if box.refusal else JsonResponse(box.data)
    around = limits.around(acting(request)) if request.user.is_authenticated else {}
    return render(request, template, {**context, **around, "box": box}, status=422 if box.refusal else 200)


def settle(request: HttpRequest, composer: Composer, text: str) -> None:
    """The form was sent and done: nothing of it waits any more."""
    key = request.POST.get("key", "")
    drafts.settle(owner_of(request), composer, text, key=key, seen=_seen(request))


def _begin(request: HttpRequest) -> None:
    """Whoever isn't signed in gets a session with what they typed, never by looking alone."""
    if request.user.is_authenticated:
        return
    if _VISITOR not in request.session:
        request.session[_VISITOR] = secrets.token_hex(16)
    if "save" not in request.POST:
        messages.info(
            request,
            _("What you wrote is kept. It is in its box again when you have logged in or registered."),
        )


def _base(request: HttpRequest, composer: Composer) -> str:
    """What is kept beside the text, see Draft: a reason only where it is one."""
    if composer.act != Draft.Act.REPORT:
        return request.POST.get("base", "")
    reason = request.POST.get("reason", "")
    return reason if reason in Report.Reason.values else ""


def _seen(request: HttpRequest) -> int:
    return _number(request, "seen") or 0


def _typed_at(request: HttpRequest) -> datetime | None:
    """Of a copy that a script brings, so many seconds old: the browser's clock may be any."""
    age = _number(request, "age")
    return None if age is None else timezone.now() - timedelta(seconds=age)


def _number(request: HttpRequest, name: str) -> int | None:
    value = request.POST.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 9 else None


def _key(request: HttpRequest, name: str) -> Any:
    return request.POST[name].replace("\x00", "")
