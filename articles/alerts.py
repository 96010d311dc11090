"""Who gets which alert: where subscriptions, from the accounts, meet sections and topics."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from accounts.models import AlertSubscription, User
from articles.models import AlertChoice, Article, ArticleTopic
from articles.models.article import ArticleQuerySet

_Sections: Any = AlertChoice.sections.through
_Topics: Any = AlertChoice.topics.through
_Newsletters: Any = AlertChoice.newsletters.through


def with_choice(subscriptions: QuerySet[AlertSubscription]) -> Any:
    """Subscriptions with their `choice`, and the keys of its sections, topics and newsletters as `chosen`, in one query."""
    return subscriptions.select_related("choice").annotate(chosen=_chosen("pk"))


def of_reader(reader: User) -> tuple[Any, dict[str, Any] | None]:
    """The subscription of `reader`, as `with_choice` gives it, or None; and the address to which their alerts would go with
    whether it is `verified`, or None. In one query."""
    addresses = EmailAddress.objects.filter(user=OuterRef("pk")).order_by("-verified", "-primary")
    found: Any = (
        User.objects.filter(pk=reader.pk)
        .select_related("alert_subscription__choice")
        .annotate(
            chosen=_chosen("alert_subscription"),
            address=Subquery(addresses.values(json=JSONObject(email="email", verified="verified"))[:1]),
        )
        .get()
    )
    subscription = getattr(found, "alert_subscription", None)
    if subscription is not None:
        subscription.chosen = found.chosen
    return subscription, found.address


def _chosen(subscription: str) -> JSONObject:
    own = {"alertchoice": OuterRef(subscription)}
    return JSONObject(
        sections=ArraySubquery(_Sections.objects.filter(**own).values("section")),
        topics=ArraySubquery(_Topics.objects.filter(**own).values("topic")),
        newsletters=ArraySubquery(_Newsletters.objects.filter(**own).values("newsletter")),
    )


def subscribers_of(article: Article) -> QuerySet[AlertSubscription]:
    """To whom a breaking alert about `article` goes: all who have chosen nothing, its section or one of its topics; of several
    accounts whose alerts go to one address, as where nobody has confirmed it as theirs, one. (The mails of a day differ by what
    each has chosen.)"""
    at_once = Q(choice=None) | Q(choice__pace=AlertChoice.Pace.BREAKING)
    topics = _Topics.objects.filter(alertchoice=OuterRef("pk"), topic__articles=article)
    its_section = _Sections.objects.filter(alertchoice=OuterRef("pk"), section=article.section_id)
    wanting = reached().filter(
        at_once, Q(choice=None) | Q(choice__takes_all=True) | Exists(its_section) | Exists(topics)
    )
    return one_a_mailbox(wanting)


def daily_subscribers(since: datetime, until: datetime) -> QuerySet[AlertSubscription]:
    """To whom a daily mail goes: those who want one and for whom something was published."""
    news = published_between(since, until)
    of_sections = _Sections.objects.filter(alertchoice=OuterRef("pk"), section__articles__in=news)
    of_topics = _Topics.objects.filter(alertchoice=OuterRef("pk"), topic__articles__in=news)
    something = Q(choice__takes_all=True) & Exists(news)
    return reached().filter(
        something | Exists(of_sections) | Exists(of_topics), choice__pace=AlertChoice.Pace.DAILY
    )


def published_between(since: datetime, until: datetime) -> ArticleQuerySet:
    return Article.objects.published().filter(published_at__gt=since, published_at__lte=until)


def chosen(articles: ArticleQuerySet, choice: AlertChoice) -> ArticleQuerySet:
    """Those of `articles` that are of the sections and topics of `choice`."""
    if choice.takes_all:
        return articles
    on_topics = ArticleTopic.objects.filter(article=OuterRef("pk"), topic__in=choice.topics.values("pk"))
    return articles.filter(Q(section__in=choice.sections.values("pk")) | Exists(on_topics))


def one_a_mailbox(subscriptions: QuerySet[AlertSubscription]) -> QuerySet[AlertSubscription]:
    """Of several accounts whose mails go to one address the first."""
    once = subscriptions.order_by("email", "pk").distinct("email")
    return AlertSubscription.objects.filter(pk__in=once.values("pk"))


def reached() -> QuerySet[AlertSubscription]:
    """Those who said yes to mail, and whose account is open."""
    return AlertSubscription.objects.active().filter(reader__is_active=True)
