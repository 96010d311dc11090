"""Changing and deleting one's own comment, and the public record of what was changed."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from comments import editing
from comments.differences import difference
from comments.models import Comment
from comments.refusal import Refusal
from comments.views.answers import comment_for, done, refused
from comments.views.composing import previewed, waits
from comments.views.gate import SignedInRequest, signed_in, wants_json
from comments.views.permalink import address


def _edit_page(request: HttpRequest, pk: int) -> str:
    return reverse("edit", args=[pk])


def _delete_page(request: HttpRequest, pk: int) -> str:
    return reverse("delete", args=[pk])


def _own(request: SignedInRequest, pk: int) -> Comment:
    """The reader's own comment; another's is as good as missing, for nobody but its author has anything to do here."""
    comment = comment_for(request, pk)
    if comment.author_id != request.user.pk:
        raise Http404
    return comment


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(back=_edit_page)
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """GET gives the box with the comment's text; POST changes it."""
    comment = _own(request, pk)
    text = request.POST.get("text", comment.text)
    if request.method != "POST":
        return _form(request, comment, text)
    if "preview" in request.POST:
        shown = previewed(text)
        return (
            JsonResponse({"preview": shown})
            if wants_json(request)
            else _form(request, comment, text, preview=shown)
        )
    try:
        comment.edit(by=request.user, text=text, base=request.POST.get("base", ""))
    except Refusal as refusal:
        if wants_json(request):
            return JsonResponse({"message": refusal.message, "code": refusal.code}, status=422)
        return _form(request, comment, text, refusal=refusal)
    if comment.is_public:
        return done(request, address(request, comment), id=comment.pk)
    return done(request, _comments(comment), message=waits(request))


def _form(
    request: SignedInRequest,
    comment: Comment,
    text: str,
    *,
    preview: str = "",
    refusal: Refusal | None = None,
) -> HttpResponse:
    """The box with what was typed, and why it was refused, if it was (status 422)."""
    context: dict[str, Any] = {
        "comment": comment,
        "article": comment.discussion.article,
        "refusal": refusal,
        "text": text,
        "preview": preview,
        # The wording that the box began with: after a refusal for its sake the reader has seen the new one.
        "base": editing.fingerprint(comment)
        if refusal and refusal.code == "changed"
        else request.POST.get("base") or editing.fingerprint(comment),
        "is_free": editing.is_free(comment),
    }
    return render(request, "comments/edit.html", context, status=422 if refusal else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(back=_delete_page)
def delete(request: SignedInRequest, pk: int) -> HttpResponse:
    """GET asks once more; POST deletes."""
    comment = _own(request, pk)
    if request.method == "POST":
        try:
            comment.withdraw(by=request.user)
        except Refusal as refusal:
            return refused(request, refusal, _comments(comment))
        return done(request, _comments(comment))
    return render(request, "comments/delete.html", {"comment": comment})


@require_safe
def edits(request: HttpRequest, pk: int) -> HttpResponse:
    """What its author changed after others could have read it, the newest change first."""
    comment = comment_for(request, pk)
    wordings = [*(comment.edits.all()), None]
    changes = [
        (before.replaced_at, difference(before.text, after.text if after else comment.text))
        for before, after in pairwise(wordings)
        if before is not None
    ]
    return render(request, "comments/edits.html", {"comment": comment, "changes": changes[::-1]})


def _comments(comment: Comment) -> str:
    return f"{comment.discussion.article.get_absolute_url()}#comments"
