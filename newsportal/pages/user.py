"""A reader's public page: their name, since when, and their comments."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.models import User
from comments.models import Comment

PER_PAGE = 20


@require_safe
def user(request: HttpRequest, name: str) -> HttpResponse:
    reader = get_object_or_404(User.objects.filter(is_active=True), username__iexact=name)
    comments = (
        Comment.objects.filter(author=reader, state=Comment.State.PUBLIC)
        .visible_to(request.user)
        .select_related("discussion__article__section")
        .order_by("-id")
    )
    before = request.GET.get("before", "")
    if before:
        if not (before.isascii() and before.isdigit() and len(before) < 19):
            raise Http404
        comments = comments.filter(pk__lt=int(before))
    found = list(comments[: PER_PAGE + 1])
    older = found[PER_PAGE - 1].pk if len(found) > PER_PAGE else None
    return render(
        request,
        "newsportal/user.html",
        {"reader": reader, "comments": found[:PER_PAGE], "older": older},
    )
