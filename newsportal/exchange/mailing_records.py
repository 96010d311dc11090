"""What was sent to readers by mail, in `dump --everything`: an article's alert stands in its record; the newsletters' issues and the daily
alerts come in one record after the articles that they tell of.

Of each sending there is who sent it, when, to how many it was addressed and how many got it; not to whom: addresses are in no dump.
So nothing of it goes out again where it is loaded.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from articles.models import Alert, Article, Newsletter, NewsletterIssue, NewsletterStory
from newsportal.exchange.comment_records import user_name
from newsportal.exchange.fields import (
    BadRecordError,
    choice_of,
    list_of,
    object_of,
    prose_of,
    text_of,
    time_of,
    time_told,
)
from newsportal.exchange.people import named
from newsportal.moved import article_at

_SETTINGS = ("cadence", "weekday", "made_hour", "goes_by_itself", "goes_hour")
_MOST = 2**31 - 1


def newsletter_settings() -> list[dict[str, Any]]:
    """When each newsletter is made and goes; these stand in the site's record."""
    rows = Newsletter.objects.order_by("pk").values(*_SETTINGS)
    return [{name: value for name, value in row.items() if value not in (None, False)} for row in rows]


def load_settings(rows: list[dict[str, Any]]) -> None:
    """On a site that has no article yet: one that has goes by its own. Raises BadRecordError."""
    if Article.objects.exists():
        return
    for row in rows:
        given = {name: row[name] for name in _SETTINGS if name in row}
        newsletter = Newsletter(**{"goes_by_itself": False, **given})
        newsletter.full_clean(validate_unique=False)
        Newsletter.objects.filter(pk=newsletter.pk).update(
            **{name: getattr(newsletter, name) for name in _SETTINGS}
        )


def sending_record(alert: Alert) -> dict[str, Any]:
    """Of an alert `with_progress`."""
    record = {
        "subject": alert.subject,
        "text": alert.text,
        "by": alert.sent_by.username if alert.sent_by else "",
        "time": time_told(alert.sent_at),
        "recipients": alert.recipients,
        "sent": alert.sent,  # type: ignore[attr-defined]
    }
    return {name: value for name, value in record.items() if value}


def alert_of(article: Article) -> dict[str, Any]:
    """Empty where none was sent about it."""
    alert = _alerts().filter(article=article).first()
    return sending_record(alert) if alert else {}


def load_sending(row: dict[str, Any], where: str, **about: Any) -> None:
    """`about` is the alert's article, issue, or day with its period. Raises BadRecordError."""
    numbers = {name: row.get(name, 0) for name in ("recipients", "sent")}
    if any(type(number) is not int or not 0 <= number <= _MOST for number in numbers.values()):
        raise BadRecordError(f"{where}recipients and sent must be numbers")
    by = user_name(row["by"], "by") if row.get("by") else ""
    Alert.objects.create(
        **about,
        subject=text_of(row, "subject", 200, where),
        text=prose_of(row, "text", 500, where),
        sent_by_id=named([by])[by] if by else None,
        sent_at=time_of(row, "time", where) or timezone.now(),
        recipients=numbers["recipients"],
        sent_before=numbers["sent"],
    )


def mailings_record() -> dict[str, Any]:
    """Issues and daily alerts, the oldest first; empty where there are none."""
    issues = NewsletterIssue.objects.order_by("day", "newsletter")
    record = {
        "issues": [_issue(issue) for issue in issues],
        "daily_alerts": [
            {"day": alert.day.isoformat(), "since": time_told(alert.since), "until": time_told(alert.until)}
            | sending_record(alert)
            for alert in _alerts().exclude(day=None).order_by("day")
        ],
    }
    return {name: value for name, value in record.items() if value}


def load_mailings(value: Any) -> None:
    """Makes those that aren't there. Raises BadRecordError, and then nothing of it is kept."""
    mailings = object_of({"mailings": value}, "mailings")
    if mailings is None:
        raise BadRecordError("mailings must be an object")
    with transaction.atomic():
        for row in list_of(mailings, "issues", dict):
            _load_issue(row)
        for row in list_of(mailings, "daily_alerts", dict):
            where = "mailings: daily alert: "
            day, period = _day(row, where), _period(row, where)
            if not Alert.objects.filter(day=day).exists():
                load_sending(row, where, day=day, **period)


def _issue(issue: NewsletterIssue) -> dict[str, Any]:
    stories = issue.stories.order_by("position", "pk").select_related("article__section")
    sending = _alerts().filter(issue=issue).first()
    record = {
        "newsletter": issue.newsletter_id,
        "day": issue.day.isoformat(),
        "since": time_told(issue.since),
        "until": time_told(issue.until),
        "subject": issue.subject,
        "introduction": issue.introduction,
        "is_held": issue.is_held,
        "stories": [
            {"article": story.article.get_absolute_url(), "position": story.position, "why": story.why}
            for story in stories
        ],
        "sending": sending_record(sending) if sending else {},
    }
    return {name: value for name, value in record.items() if value}


def _load_issue(row: dict[str, Any]) -> None:
    where = "mailings: issue: "
    cadence = choice_of(row, "newsletter", tuple(Newsletter.Cadence.values))
    day = _day(row, where)
    if NewsletterIssue.objects.filter(newsletter=cadence, day=day).exists():
        return
    issue = NewsletterIssue.objects.create(
        newsletter_id=cadence,
        day=day,
        **_period(row, where),
        subject=text_of(row, "subject", 200, where),
        introduction=prose_of(row, "introduction", 1000, where),
        is_held=row.get("is_held") is True,
    )
    NewsletterStory.objects.bulk_create(
        [_story(issue, story, where) for story in list_of(row, "stories", dict)]
    )
    if sending := object_of(row, "sending"):
        load_sending(sending, where, issue=issue)


def _story(issue: NewsletterIssue, row: dict[str, Any], where: str) -> NewsletterStory:
    path, position = row.get("article"), row.get("position")
    article = article_at(path) if isinstance(path, str) else None
    if article is None:
        raise BadRecordError(f"{where}there is no article at “{path}”")
    if type(position) is not int or not 0 <= position < 2**15:
        raise BadRecordError(f"{where}position must be a number from 0 to 32,767")
    why = choice_of(row, "why", tuple(NewsletterStory.Why.values))
    return NewsletterStory(issue=issue, article=article, position=position, why=why)


def _alerts() -> Any:
    return Alert.objects.with_progress().select_related("sent_by")


def _day(row: dict[str, Any], where: str) -> date:
    try:
        return date.fromisoformat(row.get("day", ""))
    except (TypeError, ValueError) as error:
        raise BadRecordError(f"{where}day must be a date like 2026-11-30") from error


def _period(row: dict[str, Any], where: str) -> dict[str, Any]:
    times = {name: time_of(row, name, where) for name in ("since", "until")}
    if None in times.values():
        raise BadRecordError(f"{where}it needs since and until")
    return times
