"""Which stories a newsletter has before an editor looks at it: the rule, which joins the paper with its readers' comments.

First the stories that editors have placed on the front page, in their order and however old. Then, section by section in the
order of the navigation, of what was published in the period: the most read, the most discussed, and the latest, until the section
has its share. No story stands in an issue twice, and none that an earlier issue of the same newsletter brought to its readers.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from articles.alerts import published_between
from articles.models import Article, Newsletter, NewsletterIssue, NewsletterStory, Section
from articles.models.article import ArticleQuerySet
from newsportal.pages.cards import discussed

PLACED = 5
# Of each section, by how often the newsletter comes.
SHARE = {Newsletter.Cadence.DAILY: 2, Newsletter.Cadence.WEEKLY: 3}
MOST = 20
# So many periods an issue looks back at most, where none was sent meanwhile, as over holidays.
LOOKS_BACK = 4

_Why = NewsletterStory.Why
Lists = list[tuple[str, list[tuple[int, int]]]]


def put_together(now: datetime) -> None:
    """The drafts of those newsletters whose hour has come. Where there is nothing to tell none is made, until there is."""
    for newsletter in Newsletter.objects.made():
        day = newsletter.due(now)
        if day is None or not newsletter.lacks(day, now):
            continue
        with transaction.atomic():
            # An older issue that is sent at this moment waits, or is waited for: its stories aren't told again.
            Newsletter.objects.select_for_update(no_key=True).get(pk=newsletter.pk)
            since = since_when(newsletter, now)
            if stories := list(chosen(newsletter, since, now)):
                NewsletterIssue.objects.draft(newsletter, day, since=since, until=now, stories=stories)


def since_when(newsletter: Newsletter, now: datetime) -> datetime:
    """When the period of an issue made `now` begins: where that of the last one that was sent ended, so that nothing falls between
    two, unless that is long ago."""
    last = NewsletterIssue.objects.last_sent(newsletter)
    is_recent = last is not None and last.until > now - LOOKS_BACK * newsletter.length
    return last.until if last and is_recent else now - newsletter.length


def chosen(newsletter: Newsletter, since: datetime, until: datetime) -> Iterator[tuple[int, str]]:
    """(article's key, why) by the rule above, at most MOST."""
    told = NewsletterIssue.objects.sent().filter(newsletter=newsletter)
    placed = Article.objects.published().placed().exclude(newsletter_stories__issue__in=told)
    taken = list(placed.values_list("pk", flat=True)[:PLACED])
    yield from ((key, _Why.PLACED) for key in taken)
    lists = _ranked(published_between(since, until).exclude(newsletter_stories__issue__in=told), since)
    for section in Section.objects.values_list("pk", flat=True):
        for key, why in _of_section(section, lists, SHARE[Newsletter.Cadence(newsletter.pk)], set(taken)):
            if len(taken) == MOST:
                return
            taken.append(key)
            yield key, why


def _ranked(news: ArticleQuerySet, since: datetime) -> Lists:
    """(why, the stories as (key, section's key), the first first)."""
    ranked = {_Why.READ: news.most_read(since), _Why.DISCUSSED: discussed(news), _Why.LATEST: news.newest()}
    return [(why, list(found.values_list("pk", "section_id"))) for why, found in ranked.items()]


def _of_section(section: int, lists: Lists, share: int, taken: set[int]) -> Iterator[tuple[int, str]]:
    """Of each list the first that isn't taken, and of the last as many as there is room for."""
    for why, ranked in lists:
        own = [key for key, of in ranked if of == section and key not in taken]
        for key in own[: share if why == _Why.LATEST else 1]:
            if not share:
                return
            share -= 1
            taken.add(key)
            yield key, why
