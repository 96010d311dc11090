"""Suggesting a correction to the editors, from the foot of an article; and the list of what one has suggested, with what came of it.

It takes a login: that keeps machines out, lets the editors answer and give thanks, and what was typed before it is kept.
"""

from __future__ import annotations

from allauth.core import ratelimit
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import waiting
from accounts.models import User
from articles.models import Article, Suggestion
from comments import limits
from comments.drafts import Composer
from comments.models import Draft
from comments.refusal import Refusal
from comments.views.answers import done
from comments.views.drafting import asked_for, boxed, keep_typed, open_box, settle
from comments.views.gate import SignedInRequest, signed_in
from comments.views.paging import page_of

PER_PAGE = 20


def _article(section: str, slug: str) -> Article:
    """What is public alone: whoever can change an article needn't suggest."""
    articles = Article.objects.published().select_related("section").defer("body")
    return get_object_or_404(articles, section__slug=section, slug=slug)


def _composer(article: Article) -> Composer:
    return Composer(Draft.Act.CORRECT, article.pk)


def _back(request: HttpRequest, section: str, slug: str) -> str:
    article, words = _article(section, slug), request.POST.get("words", "")
    if words.strip():
        keep_typed(request, _composer(article), words)
    return reverse("suggest_correction", args=[section, slug])


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(back=_back)
def suggest(request: SignedInRequest, section: str, slug: str) -> HttpResponse:
    """GET asks what is wrong; POST tells the editors, or keeps what is typed for later."""
    article = _article(section, slug)
    composer, words = _composer(article), request.POST.get("words", "")
    context = {"article": article, "may_name": "may_name" in request.POST, "most": Suggestion.MOST}
    if request.method != "POST":
        return boxed(request, "newsportal/suggest_correction.html", open_box(request, composer), context)
    box = asked_for(request, composer, words)
    if box is None:
        try:
            _send(request, article, words)
        except Refusal as refusal:
            box = keep_typed(request, composer, words)
            box.refusal = refusal
    if box is not None:
        return boxed(request, "newsportal/suggest_correction.html", box, context)
    settle(request, composer, words)
    messages.success(
        request,
        _("Thank you. The editors will look at it; what comes of it stands in your account."),
    )
    return done(request, article.get_absolute_url())


def _send(request: SignedInRequest, article: Article, words: str) -> None:
    """Raises Refusal with the sentence for the reader. What is sent twice is counted once."""
    by: User = request.user
    # Who may not write here may not write to the editors either: a ban would only move to another box.
    if bar := limits.bar(limits.of(by)):
        raise Refusal(bar.sentence, code=bar.code)
    try:
        if Suggestion.objects.was_made(article, by=by, words=words):
            return
        if not ratelimit.consume(request, action="suggest_correction", user=by):
            told = _("Those are many suggestions in a short time. You can send another in %(time)s.")
            wait = waiting.in_words(waiting.seconds(request, "suggest_correction"))
            raise Refusal(told % {"time": wait}, code="pace")
        Suggestion.objects.make(article, by=by, words=words, may_name="may_name" in request.POST)
    except ValidationError as error:
        raise Refusal(error.messages[0], code=str(error.code)) from error


def _list_page(request: HttpRequest) -> str:
    return reverse("suggestions")


@require_safe
@signed_in(back=_list_page)
def suggestions(request: SignedInRequest) -> HttpResponse:
    page = page_of(Suggestion.objects.of(request.user), request, PER_PAGE)
    return render(request, "newsportal/suggestions.html", {"page": page})
