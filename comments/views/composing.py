"""Writing: the composer's own pages, which work without JavaScript, and posting itself."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from articles.models import Article
from comments import drafts
from comments import text as comment_text
from comments.models import Comment, Discussion
from comments.refusal import Refusal
from comments.stamps import stamp
from comments.views.answers import comment_for, done, refusal_data
from comments.views.gate import SignedInRequest, signed_in, wants_json
from comments.views.permalink import address


def _reply_page(request: HttpRequest, pk: int) -> str:
    return reverse("reply", args=[pk])


def _quote_page(request: HttpRequest, pk: int) -> str:
    return reverse("quote", args=[pk])


def _after_login(request: HttpRequest, section: str, slug: str) -> str:
    """Keeps what was typed while signed out, and leads back to a composer that holds it."""
    article = _article(request, section, slug)
    parent = _number(request.POST.get("parent"))
    drafts.keep(request, article.pk, parent, request.POST.get("text", ""))
    return reverse("reply", args=[parent]) if parent else f"{article.get_absolute_url()}#composer"


@require_safe
@signed_in(back=_reply_page)
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """The composer for a reply; for one that was typed before the login to a comment that is gone now, without it."""
    try:
        comment = comment_for(request, pk)
    except Http404:
        return _reply_to_nothing(request, pk)
    draft = drafts.read(request, comment.discussion_id, pk)
    return compose(request, comment.discussion.article, parent=comment, text=draft)


def _reply_to_nothing(request: HttpRequest, pk: int) -> HttpResponse:
    draft = drafts.replies_to(request, pk)
    if draft is None:
        raise Http404
    article_id, text = draft
    articles = Article.objects.visible_to(request.user).select_related("section")
    article = get_object_or_404(articles, pk=article_id)
    return compose(request, article, parent=None, text=text, refusal=unknown_parent())


@require_safe
@signed_in(back=_quote_page)
def quote(request: HttpRequest, pk: int) -> HttpResponse:
    """The composer for a reply that begins with the comment quoted, with its author and time in the site's zone."""
    comment = comment_for(request, pk)
    quoted = comment_text.quote(
        comment.text,
        name=comment.author.username if comment.author else _("a former reader"),
        time=stamp(comment.created_at),
        url=request.build_absolute_uri(comment.get_absolute_url()),
    )
    draft = drafts.read(request, comment.discussion_id, pk)
    return compose(request, comment.discussion.article, parent=comment, text=quoted + draft)


@require_POST
@signed_in(back=_after_login)
def post(request: SignedInRequest, section: str, slug: str) -> HttpResponse:
    """Posts `text`, as a reply where `parent` names a comment; `key` makes a resend harmless."""
    article = _article(request, section, slug)
    text, answered = request.POST.get("text", ""), request.POST.get("parent", "")
    number = _number(answered)
    known = Comment.objects.with_mutes_of(request.user).select_related("author")
    parent = known.filter(pk=number).first() if number else None
    if "preview" in request.POST:
        shown = previewed(text)
        if wants_json(request):
            return JsonResponse({"preview": shown})
        return compose(
            request, article, parent=parent, text=text, preview=shown, key=request.POST.get("key", "")
        )
    try:
        if answered and parent is None:
            raise unknown_parent()
        discussion = Discussion.objects.of(article)
        comment = discussion.post(by=request.user, text=text, parent=parent, key=request.POST.get("key", ""))
    except Refusal as refusal:
        if wants_json(request):
            # With a fresh key: where the old one was used already, the next press must post.
            return refusal_data(refusal, key=new_key())
        return compose(request, article, parent=parent, text=text, refusal=refusal)
    drafts.drop(request, article.pk, parent.pk if parent else None)
    comment.discussion.article = article
    if not comment.is_public:
        return done(request, f"{article.get_absolute_url()}#comments", id=comment.pk, message=waits(request))
    return done(request, address(request, comment), id=comment.pk)


def compose(
    request: HttpRequest,
    article: Article,
    *,
    parent: Comment | None,
    text: str,
    refusal: Refusal | None = None,
    preview: str = "",
    key: str = "",
) -> HttpResponse:
    """The composer as a page of its own, with what was typed and why it was refused, if it was (status 422)."""
    # A comment from elsewhere may stand under an article that isn't public; one that was hidden is shown to nobody.
    is_shown = parent is not None and parent.is_public and parent.discussion_id == article.pk
    context: dict[str, Any] = {
        "article": article,
        "parent": parent if is_shown else None,
        "composer": {
            "text": text,
            "key": key or new_key(),
            "parent": parent,
            "refusal": refusal,
            "preview": preview,
        },
    }
    return render(request, "comments/compose.html", context, status=422 if refusal else 200)


def previewed(text: str) -> str:
    """The HTML that posting `text` would show; where it is too long, of as much as a comment may have."""
    return comment_text.render(comment_text.source(text.replace("\x00", ""))[: comment_text.MAX_LENGTH])


def new_key() -> str:
    """The key of one act of posting."""
    return secrets.token_urlsafe(16)


def waits(request: HttpRequest) -> str:
    """The sentence for a comment that is held; without a script it stands on the next page."""
    thanks = _("Thank you. A moderator reads your comment before it appears.")
    if not wants_json(request):
        messages.success(request, thanks)
    return thanks


def unknown_parent() -> Refusal:
    return Refusal(
        _("The comment you answer isn't there. Post yours as a comment of its own."),
        code="parent",
    )


def _article(request: HttpRequest, section: str, slug: str) -> Article:
    articles = Article.objects.visible_to(request.user).select_related("section")
    return get_object_or_404(articles, section__slug=section, slug=slug)


def _number(value: str | None) -> int | None:
    """A comment's id as typed in a form; None for what can't be one."""
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 19 else None
