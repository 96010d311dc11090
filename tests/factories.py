"""Makes what tests need: users by role, published articles, comments posted through the verb that readers use, in their time."""

from datetime import timedelta
from typing import Any

import factory
from django.contrib.auth.models import Group
from django.utils import timezone

from accounts.models import User
from accounts.roles import EDITORS, MODERATORS, WRITERS
from articles.models import Article, Author, Byline, Section
from comments.models import Comment, Discussion, Pace

# Long and unusual enough for every password validator.
PASSWORD = "seven-herons-wade-at-dusk"


def rest() -> None:
    """So much time passes that everybody may write again, the same again too."""
    Pace.objects.all().delete()


class UserFactory(factory.django.DjangoModelFactory):
    """A reader of a month's standing: votes of younger ones wait. Hashing is slow on purpose, so a password is only set
    where a test logs in by the form."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"reader{n}")
    email = factory.LazyAttribute(lambda user: f"{user.username.lower()}@example.com")
    date_joined = factory.LazyFunction(lambda: timezone.now() - timedelta(days=30))

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        password = kwargs.pop("password", None)
        user = model_class(*args, **kwargs)
        user.set_password(password)
        user.save()
        return user


class EditorFactory(UserFactory):
    username = factory.Sequence(lambda n: f"editor{n}")
    is_staff = True
    role = factory.PostGeneration(lambda user, *_: user.groups.add(Group.objects.get(name=EDITORS)))


class WriterFactory(UserFactory):
    username = factory.Sequence(lambda n: f"pen{n}")
    is_staff = True
    role = factory.PostGeneration(lambda user, *_: user.groups.add(Group.objects.get(name=WRITERS)))


class ModeratorFactory(UserFactory):
    username = factory.Sequence(lambda n: f"moderator{n}")
    is_staff = True
    role = factory.PostGeneration(lambda user, *_: user.groups.add(Group.objects.get(name=MODERATORS)))


class SectionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Section
        django_get_or_create = ("slug",)

    slug = "harbour"
    name = factory.LazyAttribute(lambda section: section.slug.title())


class AuthorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Author

    name = factory.Sequence(lambda n: f"Writer {n}")
    slug = factory.Sequence(lambda n: f"writer-{n}")


class ArticleFactory(factory.django.DjangoModelFactory):
    """A published article; `authors=[…]` gives the byline in that order."""

    class Meta:
        model = Article
        skip_postgeneration_save = True

    section = factory.SubFactory(SectionFactory)
    slug = factory.Sequence(lambda n: f"story-{n}")
    headline = factory.Sequence(lambda n: f"The ferry sails again, part {n}")
    body = "<p>The first ferry left at dawn.</p>"
    state = Article.State.PUBLISHED
    published_at = factory.LazyFunction(lambda: timezone.now() - timedelta(hours=1))

    @factory.post_generation
    def authors(self, create: bool, extracted: list[Author] | None, **_: Any) -> None:
        for position, author in enumerate(extracted or []):
            Byline.objects.create(article=self, author=author, position=position)


class CommentFactory(factory.Factory):
    """A comment posted by `by` under `article`, or as a reply to `parent`; whoever wrote before has rested since."""

    class Meta:
        model = Comment

    by = factory.SubFactory(UserFactory)
    text = factory.Sequence(lambda n: f"What I think, number {n}.")
    parent = None
    article = factory.LazyAttribute(lambda c: c.parent.discussion.article if c.parent else ArticleFactory())

    @classmethod
    def _create(cls, model_class: type[Comment], *args: Any, **kwargs: Any) -> Comment:
        discussion = Discussion.objects.of(kwargs.pop("article"))
        rest()
        return discussion.post(**kwargs)
