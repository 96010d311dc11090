"""Whatever readers and moderators do in whatever order: the totals are those of a recount, and what is hidden shows nowhere."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from accounts import erasing
from accounts.models import User
from comments.models import Comment, CommentEdit, Discussion
from comments.recount import recount
from comments.refusal import Refusal
from tests.factories import ArticleFactory, ModeratorFactory, UserFactory
from tests.memory import forget

pytestmark = pytest.mark.django_db

# What readers may be refused, as by a comment that is gone by now: the machine tries everything in any order.
REFUSALS = (Refusal, PermissionDenied)


class Talk(RuleBasedStateMachine):
    """A discussion that several people change. Every text is a word of its own, so that it can be looked for."""

    comments = Bundle("comments")
    readers = Bundle("readers")

    def __init__(self) -> None:
        super().__init__()
        # Each run is undone at its end: the next begins with an empty database.
        self.run_of_its_own = transaction.atomic()
        self.run_of_its_own.__enter__()
        forget()
        self.words = 0

    def teardown(self) -> None:
        try:
            if hasattr(self, "article"):
                self.nothing_hidden_is_shown_anywhere()
        finally:
            transaction.set_rollback(True)
            self.run_of_its_own.__exit__(None, None, None)

    def word(self) -> str:
        self.words += 1
        return f"halyard{self.words:04d}"

    @initialize()
    def begin(self) -> None:
        self.article = ArticleFactory()
        self.discussion = Discussion.objects.of(self.article)
        self.moderator = ModeratorFactory()
        self.stranger, self.reader = Client(), Client()
        self.reader.force_login(UserFactory())

    @rule(target=readers)
    def register(self) -> User:
        return UserFactory()

    @rule(target=comments)
    def post(self) -> int:
        return self.discussion.post(by=UserFactory(), text=self.word()).pk

    @rule(target=comments, parent=comments)
    def reply(self, parent: int) -> int:
        try:
            return self.discussion.post(by=UserFactory(), text=self.word(), parent=self.get(parent)).pk
        except REFUSALS:
            return parent

    @rule(comment=comments)
    def edit(self, comment: int) -> None:
        found = self.get(comment)
        if found.author is not None:
            self.may_refuse(lambda: found.edit(by=found.author, text=self.word()))

    @rule(comment=comments)
    def withdraw(self, comment: int) -> None:
        found = self.get(comment)
        if found.author is not None:
            self.may_refuse(lambda: found.withdraw(by=found.author))

    @rule(comment=comments)
    def hide(self, comment: int) -> None:
        self.may_refuse(lambda: self.get(comment).hide(by=self.moderator, reason="unkind"))

    @rule(comment=comments)
    def restore(self, comment: int) -> None:
        self.may_refuse(lambda: self.get(comment).restore(by=self.moderator))

    @rule(first=comments)
    def hide_many(self, first: int) -> None:
        Comment.objects.filter(pk__gte=first).update(state=Comment.State.HIDDEN)

    @rule(comment=comments, reader=readers, value=st.sampled_from([1, 0, -1]))
    def vote(self, comment: int, reader: User, value: int) -> None:
        self.may_refuse(lambda: self.get(comment).vote(by=reader, value=value))

    @rule(state=st.sampled_from(["held", "open", "open"]))
    def let_new_comments_wait_or_not(self, state: str) -> None:
        self.discussion.set_state(state, by=self.moderator)

    @rule(reader=consumes(readers), removes=st.booleans())
    def erase_a_voter(self, reader: User, removes: bool) -> None:
        self.erase(reader, removes)

    @rule(comment=comments, removes=st.booleans())
    def erase_an_author(self, comment: int, removes: bool) -> None:
        author = self.get(comment).author
        if author is not None:
            self.erase(author, removes)

    @rule(reader=consumes(readers))
    def delete_a_voter_at_the_desk(self, reader: User) -> None:
        reader.delete()

    @invariant()
    def totals_are_those_of_a_recount(self) -> None:
        assert recount() == []

    @invariant()
    def the_article_shows_what_is_public_and_nothing_hidden(self) -> None:
        if not hasattr(self, "article"):
            return
        _public, unseen = self.public_and_unseen()
        # A run has fewer than a page holds.
        roots = Comment.objects.filter(state=Comment.State.PUBLIC, parent=None)
        standing = list(roots.values_list("text", flat=True))
        for client in (self.stranger, self.reader):
            shown = client.get(f"{self.article.get_absolute_url()}?sort=newest").text
            assert not [word for word in unseen if word in shown]
            assert not [word for word in standing if word not in shown]

    def get(self, comment: int) -> Any:
        return Comment.objects.select_related("author", "discussion").get(pk=comment)

    def erase(self, reader: User, removes: bool) -> None:
        """As the worker does when the two weeks are over."""
        reader.ask_erasure(removes=removes)
        User.objects.filter(pk=reader.pk).update(erasure_due_at=timezone.now())
        reader.refresh_from_db()
        assert erasing.carry_out(reader, until=time.monotonic() + 60)
        assert not User.objects.filter(pk=reader.pk).exists()

    def public_and_unseen(self) -> tuple[set[str], set[str]]:
        """The words that readers see now, and all others that were ever said."""
        public = set(Comment.objects.filter(state=Comment.State.PUBLIC).values_list("text", flat=True))
        return public, {f"halyard{number:04d}" for number in range(1, self.words + 1)} - public

    def may_refuse(self, act: Any) -> None:
        try:
            with transaction.atomic():
                act()
        except REFUSALS:
            pass

    def nothing_hidden_is_shown_anywhere(self) -> None:
        known = list(Comment.objects.select_related("author"))
        changed = set(CommentEdit.objects.filter(comment__state="public").values_list("text", flat=True))
        public, unseen = self.public_and_unseen()
        path = self.article.get_absolute_url()
        paths = [path, f"{path}?sort=best", "/", "/feed/", f"/search/?q={self.word()}"]
        for comment in known:
            paths += [
                f"/comments/{comment.pk}/{page}"
                for page in ("", "replies/", "reply/", "quote/", "report/", "edits/")
            ]
            paths += [f"{path}?thread={comment.pk}"]
            if comment.author is not None:
                paths.append(comment.author.get_absolute_url())
        for address in paths:
            for client in (self.stranger, self.reader):
                shown = client.get(address, follow=True).text
                # What a comment said before is shown to who asks for it, as long as the comment stands.
                hidden = unseen - changed if address.endswith("/edits/") else unseen
                assert not [word for word in hidden if word in shown], address
        everything = "".join(self.stranger.get(f"/comments/{one.pk}/", follow=True).text for one in known)
        assert all(text in everything for text in public), "what is public is shown"


def test_any_order_of_acts_keeps_the_totals_right_and_shows_nothing_hidden() -> None:
    run_state_machine_as_test(
        Talk, settings=settings(max_examples=8, stateful_step_count=20, deadline=None, print_blob=True)
    )
