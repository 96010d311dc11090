"""Changing and deleting one's own comment, and the public record of what was changed."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.languages import by_clock_of
from accounts.stamps import clock
from articles.differences import difference
from articles.models import Article
from comments import editing
from comments.drafts import Composer
from comments.models import Comment, Draft
from comments.networks import sender_of
from comments.refusal import Refusal
from comments.rulebook import terms_of
from comments.rules import discussion
from comments.views.answers import comment_for, done, refused
from comments.views.composing import preview, waits
from comments.views.drafting import Box, asked_for, boxed, keep_for, keep_typed, open_box, owner_of, settle
from comments.views.gate import SignedInRequest, signed_in, wants_json
from comments.views.permalink import address, waiting_address


def _edit_page(request: HttpRequest, pk: int) -> str:
    keep_for(request, Draft.Act.EDIT, pk, request.POST.get("text", ""))
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
    """GET gives the box with the comment's text, or with the change that was begun; POST changes it. Where the comment is
    gone meanwhile, a change that was begun is still shown."""
    try:
        comment = _own(request, pk)
    except Http404:
        return _change_of_nothing(request, pk)
    composer = Composer(Draft.Act.EDIT, comment.discussion_id, pk)
    base = editing.fingerprint(comment)
    if request.method != "POST":
        return _form(request, comment, open_box(request, composer, comment.text, base))
    text = request.POST.get("text", comment.text)
    box = asked_for(request, composer, text, comment.text, base)
    if box is None and "preview" in request.POST:
        box = preview(keep_typed(request, composer, text), text)
    if box is not None:
        return _form(request, comment, box)
    marked = comment.edited_at
    try:
        comment.edit(by=request.user, text=text, base=request.POST.get("base", ""), sender=sender_of(request))
    except Refusal as refusal:
        box = keep_typed(request, composer, text)
        box.refusal = refusal
        if refusal.code == "changed":
            # The reader has seen now that there is a newer wording: the next press takes its place.
            box.base = base
        return _form(request, comment, box)
    settle(request, composer, text)
    if comment.is_public:
        return done(request, address(request, comment), id=comment.pk, message=_changed(comment, marked))
    return done(request, waiting_address(comment), id=comment.pk, message=waits(comment))


def _change_of_nothing(request: SignedInRequest, pk: int) -> HttpResponse:
    """What its author had begun to change in a comment that was hidden or deleted since: to be copied or discarded. 404
    where nothing was begun, and for another's comment, for which a draft can be kept before the login."""
    begun = owner_of(request).drafts.filter(act=Draft.Act.EDIT, comment=pk, comment__author=request.user)
    newest = begun.newest().first()
    if newest is None:
        raise Http404
    articles = Article.objects.visible_to(request.user).select_related("section")
    article = get_object_or_404(articles, pk=newest.article_id)
    composer = Composer(Draft.Act.EDIT, article.pk, pk)
    if request.method == "POST":
        box = asked_for(request, composer, request.POST.get("text", ""))
    else:
        box = open_box(request, composer)
    if box is None:
        raise Http404
    if box.saved_at is None and not wants_json(request):
        return done(request, f"{article.get_absolute_url()}#comments")
    return boxed(request, "comments/edit.html", box, {"pk": pk, "article": article, "is_gone": True})


def _changed(comment: Comment, marked: datetime | None) -> str:
    """What became of the change: the time may have run out, or a reply come, while it was typed."""
    if comment.edited_at == marked:
        return _("Your change is saved. It leaves no mark.")
    return _("Your change is saved. The comment is marked as edited, and readers can see what was changed.")


def _form(request: SignedInRequest, comment: Comment, box: Box) -> HttpResponse:
    """The form as it stands. In a closed discussion it only shows what was begun before; where nothing was there is none."""
    terms = terms_of(comment.discussion)
    if terms.is_closed and box.saved_at is None and not wants_json(request):
        return refused(request, discussion.closed(), comment.get_absolute_url())
    free_until = editing.free_until(comment)
    with by_clock_of(request.user):
        free_clock = clock(free_until) if free_until else ""
    context = {
        "pk": comment.pk,
        "article": comment.discussion.article,
        "free_until": free_until,
        "free_clock": free_clock,
        "terms": terms,
    }
    return boxed(request, "comments/edit.html", box, context)


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
        return done(request, _comments(comment), _("Your comment is deleted."), id=comment.pk)
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
