"""Writing: the composer's own pages, which work without JavaScript, and posting itself."""

from __future__ import annotations

from allauth.core import ratelimit
from django.conf import settings
from django.db.models import BigIntegerField, CharField
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.stamps import printed
from articles.models import Article
from comments import rulebook
from comments import text as comment_text
from comments.answers import Kind
from comments.drafts import Composer
from comments.models import Comment, Discussion, Draft, ModerationEntry
from comments.networks import sender_of
from comments.quoting import quotation
from comments.refusal import Refusal
from comments.rulebook import terms_of
from comments.rules import discussion, length
from comments.views.answers import comment_for, done, refused
from comments.views.drafting import (
    Box,
    asked_for,
    box_of,
    boxed,
    keep_aside,
    keep_typed,
    open_box,
    owner_of,
    settle,
)
from comments.views.gate import SignedInRequest, is_ours, signed_in, wants_json
from comments.views.permalink import address, waiting_address
from newsportal.compiled import Compiled, Parameter, first

_published = Compiled(
    lambda: (
        Article.objects.published()
        .filter(section__slug=Parameter("section", CharField()), slug=Parameter("slug", CharField()))
        .select_related("section")
        .defer("body")
    )
)
_answered = Compiled(
    lambda: (
        Comment.objects.filter(pk=Parameter("comment", BigIntegerField()))
        .select_related("author")
        .with_mutes_of(Parameter("reader", BigIntegerField()))
    )
)


def _reply_page(request: HttpRequest, pk: int) -> str:
    keep_aside(request, pk)
    return reverse("reply", args=[pk])


def _quote_page(request: HttpRequest, pk: int) -> str:
    keep_aside(request, pk)
    return reverse("quote", args=[pk])


def _after_login(request: HttpRequest, section: str, slug: str) -> str:
    """Keeps what was typed while signed out, and leads back to a composer that holds it."""
    article = _article(request, section, slug)
    composer = _composer(article, _parent(request))
    keep_typed(request, composer, request.POST.get("text", ""))
    answered = composer.comment_id
    return reverse("reply", args=[answered]) if answered else f"{article.get_absolute_url()}#composer"


@signed_in(back=_reply_page)
@require_safe
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """The composer for a reply; for one that was begun to a comment that is gone now, without it."""
    try:
        comment = comment_for(request, pk)
    except Http404:
        return _reply_to_nothing(request, pk)
    article = comment.discussion.article
    box = open_box(request, _composer(article, comment))
    return compose(request, article, parent=comment, box=box)


def _reply_to_nothing(request: HttpRequest, pk: int) -> HttpResponse:
    begun = owner_of(request).drafts.filter(act=Draft.Act.POST, comment=pk).newest()[:1]
    if not begun:
        raise Http404
    articles = Article.objects.visible_to(request.user).select_related("section")
    article = get_object_or_404(articles, pk=begun[0].article_id)
    box = box_of(begun)
    box.refusal = unknown_parent()
    return compose(request, article, parent=None, box=box)


@signed_in(back=_quote_page)
@require_safe
def quote(request: HttpRequest, pk: int) -> HttpResponse:
    """The composer for a reply that begins with the comment quoted, with its author and time in the site's zone. A script
    gets the quotation alone, to put it where the caret is. What is hidden is quoted for nobody, be it for a moderator who
    reads it: the quote would stay when they have forgotten."""
    comment = comment_for(request, pk)
    if not comment.is_public:
        raise Http404
    if terms_of(comment.discussion).is_closed:
        return refused(request, discussion.closed(), comment.get_absolute_url())
    quoted = quotation(
        comment.text,
        name=comment.author.username if comment.author else _("a former reader"),
        time=printed(comment.created_at),
        url=settings.SITE_URL + comment.get_absolute_url(),
    )
    if wants_json(request):
        return JsonResponse({"head": quoted.head, "body": quoted.body})
    article = comment.discussion.article
    box = open_box(request, _composer(article, comment))
    if quoted.source.strip() not in box.text:
        box.text = quoted.source + box.text
    return compose(request, article, parent=comment, box=box)


def _preview(request: HttpRequest, section: str, slug: str) -> HttpResponse | None:
    """The preview for a signed-out reader, whose page it is and who has not asked for too many. It is kept nowhere: no draft, no cookie. None for everything else, which the login comes before."""
    if "preview" not in request.POST or not is_ours(request):
        return None
    if not ratelimit.consume(request, action="preview"):
        return None
    text = request.POST.get("text", "")
    box = preview(Box(text, request.POST.get("key", "")), text)
    return compose(request, _article(request, section, slug), parent=_parent(request), box=box)


@require_POST
@signed_in(back=_after_login, signed_out=_preview)
def post(request: SignedInRequest, section: str, slug: str) -> HttpResponse:
    """Posts `text`, as a reply where `parent` names a comment; `key` makes a resend harmless."""
    article = _article(request, section, slug)
    text, parent = request.POST.get("text", ""), _parent(request)
    composer = _composer(article, parent)
    box = asked_for(request, composer, text)
    if box is None and "preview" in request.POST:
        box = preview(keep_typed(request, composer, text), text)
    if box is not None:
        return compose(request, article, parent=parent, box=box)
    try:
        if parent is None and request.POST.get("parent"):
            raise unknown_parent()
        key = request.POST.get("key", "")
        comment = Discussion.objects.of(article).post(
            by=request.user, text=text, parent=parent, key=key, sender=sender_of(request)
        )
    except Refusal as refusal:
        return _refused(request, article, parent, text, refusal)
    settle(request, composer, text)
    comment.discussion.article = article
    if not comment.is_public:
        return done(request, waiting_address(comment), id=comment.pk, message=waits(comment))
    return done(request, address(request, comment), id=comment.pk)


def _refused(
    request: SignedInRequest, article: Article, parent: Comment | None, text: str, refusal: Refusal
) -> HttpResponse:
    """What was typed stays, and stays kept: where its comment is gone, as the draft of a comment of its own."""
    composer = _composer(article, None if refusal.code == "parent" else parent)
    box = keep_typed(request, composer, text, is_used=refusal.code == "key")
    box.refusal = refusal
    return compose(request, article, parent=parent, box=box)


def compose(request: HttpRequest, article: Article, *, parent: Comment | None, box: Box) -> HttpResponse:
    """The composer as a page of its own, with what was typed and why it was refused, if it was. In a closed discussion it
    only shows what was begun before; where nothing was there is none."""
    # A comment from elsewhere may stand under an article that isn't public; one that was hidden is shown to nobody.
    is_shown = parent is not None and parent.is_public and parent.discussion_id == article.pk
    terms = terms_of(Discussion.objects.of(article))
    is_save = request.method == "POST" and wants_json(request)
    if terms.is_closed and not box.text and not is_save:
        place = parent.get_absolute_url() if parent and is_shown else f"{article.get_absolute_url()}#comments"
        return refused(request, discussion.closed(), place)
    context = {"article": article, "parent": parent if is_shown else None, "terms": terms}
    return boxed(request, "comments/compose.html", box, context)


def preview(box: Box, text: str) -> Box:
    """`box` with what posting `text` would show; where it is too long, with what posting would say and as much as a
    comment may have."""
    settings = rulebook.current().settings(length.RULE)
    answer = length.too_long(comment_text.source(text), settings)
    if answer.kind != Kind.PASS:
        box.refusal = Refusal(answer.words, code=answer.code)
    shown = comment_text.source(text.replace("\x00", "")[: 10 * comment_text.MAX_LENGTH])
    box.preview = comment_text.render(shown[: settings.most])
    return box


def waits(comment: Comment) -> str:
    """What is said of a comment that is held, and why it is."""
    thanks = _("Thank you. A moderator reads your comment before it appears.")
    held = ModerationEntry.objects.filter(comment=comment, act=ModerationEntry.Act.HOLD)
    return " ".join([thanks, *held.values_list("reason", flat=True)[:1]])


def unknown_parent() -> Refusal:
    return Refusal(
        _("The comment you answer isn't there. Post yours as a comment of its own."),
        code="parent",
    )


def _article(request: HttpRequest, section: str, slug: str) -> Article:
    found = first(_published(section=section, slug=slug))
    if found is not None:
        return found
    # Editors read what isn't published, too.
    articles = Article.objects.visible_to(request.user).select_related("section")
    return get_object_or_404(articles, section__slug=section, slug=slug)


def _composer(article: Article, parent: Comment | None) -> Composer:
    answers = parent is not None and parent.discussion_id == article.pk
    return Composer(Draft.Act.POST, article.pk, parent.pk if parent and answers else None)


def _parent(request: HttpRequest) -> Comment | None:
    """The comment that the form answers; None where there is none, or what is named can't be one."""
    value = request.POST.get("parent", "")
    if not (value.isascii() and value.isdigit() and len(value) < 19):
        return None
    return first(_answered(comment=int(value), reader=request.user.pk or 0))
