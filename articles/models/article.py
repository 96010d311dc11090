"""The article: written by authors, owned by a section, public from its time on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles import body, discarding, handing_over, review, versions
from articles.models.article_queries import ArticleQuerySet
from articles.models.article_words import drops_words, keeps_words
from articles.models.author import Author
from articles.models.body_picture import keeps_body_pictures
from articles.models.correction import Correction
from articles.models.edition import moves_edition
from articles.models.former_address import UNDER_FORMER_SECTIONS, keeps_former_address
from articles.models.former_picture import shows_current_pictures
from articles.models.photo import Photo
from articles.models.section import Section
from articles.models.source import Source
from articles.models.topic import Topic
from articles.models.version import Version, Versions

if TYPE_CHECKING:
    from accounts.models import User


class Article(models.Model):
    """`body` is clean HTML (`articles.body.cleaned`); `updated_at` is set by a real change only (`is_reworded`) and by a
    correction."""

    READ = ("headline", "standfirst", "body")

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        IN_REVIEW = "in_review", _("in review")
        PUBLISHED = "published", pgettext_lazy("state of an article", "published")
        UNPUBLISHED = "unpublished", _("unpublished")

    section = models.ForeignKey(Section, models.PROTECT, related_name="articles", verbose_name=_("section"))
    slug = models.SlugField(_("slug"), max_length=120, allow_unicode=True)
    headline = models.CharField(_("headline"), max_length=200)
    standfirst = models.CharField(_("standfirst"), max_length=500, blank=True)
    body = models.TextField(_("body"), blank=True)
    photo = models.ForeignKey(
        Photo,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name=_("photo"),
    )
    authors = models.ManyToManyField(
        Author, through="Byline", related_name="articles", verbose_name=_("authors")
    )
    topics = models.ManyToManyField(
        Topic,
        through="ArticleTopic",
        related_name="articles",
        blank=True,
        verbose_name=_("topics"),
    )
    source = models.ForeignKey(
        Source,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name=_("source"),
    )
    source_notice = models.CharField(
        _("source notice"),
        max_length=150,
        blank=True,
        help_text=_("Where the agency wants other words than “© Agency 2026”."),
    )
    site_notice = models.CharField(
        _("site notice"),
        max_length=150,
        blank=True,
        help_text=_("Where this article wants other words than the site's own notice."),
    )
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.DRAFT, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    updated_at = models.DateTimeField(_("updated"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    # Whose article it is in the newsroom; who wrote it for readers stands in its bylines. Those that were loaded are nobody's.
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        db_index=False,
        verbose_name=_("begun by"),
    )

    objects: ClassVar[models.Manager] = ArticleQuerySet.as_manager()
    versions: Any = Versions()

    class Meta:
        ordering = ["-published_at", "-id"]
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        permissions = [
            ("publish_article", _("Can publish, schedule and unpublish articles")),
            ("write_article", _("Can write articles of their own and submit them for review")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["section", "slug"],
                name="article_address_unique",
                violation_error_message=_("Another article of this section has this slug."),
            ),
            models.CheckConstraint(
                condition=~Q(state="published", published_at=None),
                name="published_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "in_review", "published", "unpublished"]),
                name="article_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(slug="feed"),
                name="article_address_free",
                violation_error_message=_(
                    "“feed” is the address of the section's feed. Choose another slug."
                ),
            ),
        ]
        indexes = [
            models.Index(
                fields=["-published_at", "-id"],
                condition=Q(state="published"),
                name="article_latest",
            ),
            models.Index(
                fields=["section", "-published_at", "-id"],
                condition=Q(state="published"),
                name="article_section_latest",
            ),
            models.Index(
                fields=["-updated_at"],
                condition=Q(state="published", updated_at__isnull=False),
                name="article_last_changed",
            ),
            models.Index(fields=["id"], condition=Q(state="in_review"), name="article_in_review"),
            models.Index(
                fields=["begun_by", "-created_at"],
                condition=Q(begun_by__isnull=False),
                name="article_begun_by",
            ),
        ]
        triggers = [
            *moves_edition(),
            *keeps_words("headline", "standfirst", "body", "state", "published_at", "section_id"),
            drops_words(),
            shows_current_pictures(),
            keeps_body_pictures(),
            keeps_former_address(
                "article",
                "'/' || (SELECT slug FROM articles_section WHERE id = OLD.section_id) || '/' || OLD.slug || '/'",
                "slug",
                "section_id",
                condition="OLD.published_at IS NOT NULL",
                also=UNDER_FORMER_SECTIONS,
            ),
        ]

    def __str__(self) -> str:
        return self.headline

    def get_absolute_url(self) -> str:
        return reverse("article", args=[self.section.slug, self.slug])

    @property
    def is_public(self) -> bool:
        return (
            self.state == self.State.PUBLISHED
            and self.published_at is not None
            and self.published_at <= timezone.now()
        )

    @property
    def is_scheduled(self) -> bool:
        return self.state == self.State.PUBLISHED and not self.is_public

    @property
    def is_gone(self) -> bool:
        """Whether it could be read once and was taken off the site, though it may be scheduled to come back."""
        if self.is_scheduled:
            return versions.first_public(self) is not None
        was_read = self.published_at is not None and self.published_at <= timezone.now()
        return self.state == self.State.UNPUBLISHED and was_read

    @property
    def is_to_come(self) -> bool:
        """Whether it may still come out, for the first time or again: what was taken off for good, nobody is shown."""
        return self.is_scheduled or not self.has_readers

    @property
    def has_readers(self) -> bool:
        """Whether some have read it, so that they should learn of what is changed."""
        return self.is_public or self.is_gone

    @property
    def changed_at(self) -> datetime | None:
        """When its readers were last given something else to read; None where it is as it came out (again)."""
        has_changed = self.updated_at and self.published_at and self.updated_at > self.published_at
        return self.updated_at if has_changed else None

    def is_reworded(self, before: Mapping[str, Any]) -> bool:
        """Whether readers read other words than in `before`, the fields that they read as they were. White space and marks
        say nothing; neither do an address, a notice, a picture's credit."""
        return any(_letters(name, getattr(self, name)) != _letters(name, before[name]) for name in self.READ)

    @property
    def ordered_authors(self) -> list[Author]:
        """The authors in the order of the byline; the bylines must have been fetched."""
        return [byline.author for byline in self.bylines.all()]

    @property
    def writers(self) -> frozenset[int]:
        """The accounts of its authors, of those who have one; the bylines must have been fetched."""
        return frozenset(author.user_id for author in self.ordered_authors if author.user_id)

    @property
    def source_line(self) -> str:
        """The agency's notice with the year of publication, e.g. "© Agency 2026"; empty without an agency."""
        if self.source_notice or not self.source:
            return self.source_notice
        return f"© {self.source.name} {self._year}"

    def site_line(self, owner: str) -> str:
        """The site's own notice with the year of publication, e.g. "©2026 Owner"."""
        return self.site_notice or f"©{self._year} {owner}"

    @property
    def _year(self) -> int:
        return timezone.localtime(self.published_at or self.created_at).year

    # ------------------------------------------------------------------ what writers and editors do

    def submit(self, *, by: User) -> None:
        """See review.submit."""
        review.submit(self, by=by)

    def take_back(self, *, by: User) -> None:
        """See review.take_back."""
        review.take_back(self, by=by)

    def send_back(self, *, by: User, words: str) -> None:
        """See review.send_back."""
        review.send_back(self, by=by, words=words)

    def hand_over(self, *, by: User, to: User) -> None:
        """See handing_over.hand_over."""
        handing_over.hand_over(self, by=by, to=to)

    def discard(self, *, by: User, notes: int = 0) -> None:
        """See discarding.discard."""
        discarding.discard(self, by=by, notes=notes)

    def publish(self, *, by: User) -> None:
        """Make the article public now. Raises PermissionDenied where `by` may not publish.

        One that was public already keeps its first time, so that its place in lists and its notice's year stay.
        """
        self._require_publisher(by)
        with transaction.atomic():
            first = self.locked().published_at
            now = timezone.now()
            self.move(self.State.PUBLISHED, first if first and first <= now else now, by, Version.Act.PUBLISH)

    def schedule(self, *, by: User, at: datetime) -> None:
        """Make the article public from `at` on. Raises PermissionDenied where `by` may not publish, ValueError for a
        time that has passed and for an article that is public: its readers would lose it until then."""
        self._require_publisher(by)
        with transaction.atomic():
            if at <= timezone.now() or self.locked().is_public:
                raise ValueError("an article that isn't public is scheduled for a time to come")
            self.move(self.State.PUBLISHED, at, by, Version.Act.SCHEDULE)

    def unpublish(self, *, by: User) -> None:
        """Take the article off the site with the next answer. Its comments are kept. Raises PermissionDenied.

        It keeps the time at which it could first be read. One that it was only scheduled for goes: when that has passed, nobody
        has read it."""
        self._require_publisher(by)
        with transaction.atomic():
            time = self.locked().published_at
            since = time if time and time <= timezone.now() else versions.first_public(self)
            self.move(self.State.UNPUBLISHED, since, by, Version.Act.UNPUBLISH)

    def correct(self, *, by: User, words: str) -> Correction:
        """See Correction.objects.publish."""
        return Correction.objects.publish(self, by=by, words=words)

    def restore(self, version: Any, *, by: User, seen: int) -> list[str]:
        """See versions.restore."""
        return versions.restore(self, version, by=by, seen=seen)

    def locked(self) -> Article:
        """State, time and whose it is as they stand in the database, locked: another may have moved them meanwhile."""
        rows = type(self).objects.select_for_update(no_key=True).only("state", "published_at", "begun_by")
        return rows.get(pk=self.pk)

    def move(self, state: str, published_at: datetime | None, by: User, act: str) -> None:
        """For the verbs, which have locked it and know that `by` may; `act` is a Version.Act."""
        versions.begin(self)
        self.state, self.published_at = state, published_at
        self.save(update_fields=["state", "published_at"])
        versions.keep(self, by=by, act=act)

    @staticmethod
    def _require_publisher(user: User) -> None:
        # Checked in the verb itself, so that no view, action or command can forget it.
        if not user.has_perm("articles.publish_article"):
            raise PermissionDenied


def _letters(field: str, text: str) -> str:
    """What is read of a field: of the body, which is HTML, or of plain words."""
    return body.letters(text) if field == "body" else "".join(text.split())
