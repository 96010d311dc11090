"""Finds waves: many comments within an hour that are alike, and more of them than is usual here.

Looked for beside the requests, each minute. Nothing is done about one but that the desk offers it: what is alike may be a
wave of spam, or a phrase that everybody has on their lips.
"""

# ruff: noqa: S608 -- our own numbers only
from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection, transaction

from comments.domain_list import host_name, links
from comments.models.wave import Wave

# What comes within it is compared, up to so many comments: the newest.
WINDOW = timedelta(hours=1)
MOST = 10_000
# What is usual is what came in the same time on the average of the day before. A rise is sudden from so many times that on.
USUALLY = timedelta(days=1)
RISE = 3
# So many comments make a wave, and by so many accounts: below that a person is quicker than a page about it. How fast one
# account writes the rules see to.
LEAST, ACCOUNTS = 5, 3
# Crowds share a network, as on a train or with a mobile carrier: it takes more of them, most of them by new accounts.
LEAST_OF_NETWORK = 10
FRESH = timedelta(days=2)
# Of the comments that a network sent, or that stand under an article, so many must be by fresh accounts.
SHARE = 0.5
# Of a wave that shows in two ways, so much must be in the other for it to be offered once.
COVERED = 0.8
# How much of two texts is the same, as pg_trgm reckons it: "Buy my boat now!!" and "buy my boat, now 7" are one text.
ALIKE = 0.5
# Shorter ones are alike by chance: "I agree." Letters without spaces between words say more, each.
SHORTEST, SHORTEST_UNSPACED = 24, 12
# As much of a text is compared. Quotes aren't, for who answers the same comment quotes the same; nor are addresses, which are
# alike for their domain, and that is looked at by itself.
COMPARED = 500

_RECENT = f"""
    recent AS MATERIALIZED (
        SELECT c.id, c.author_id, c.discussion_id, c.created_at, c.text, c.html, u.date_joined > %(now)s - %(fresh)s AS is_fresh
          FROM comments_comment c JOIN accounts_user u ON u.id = c.author_id
         WHERE c.created_at > %(now)s - %(window)s AND c.created_at <= %(now)s
           AND c.state IN ('public', 'held') AND c.looked_at IS NULL AND NOT u.is_staff
         ORDER BY c.id DESC LIMIT {MOST}
    )"""
# Each text stands for the smallest of its trigrams' hashes, in four orders (min-wise hashing: Broder, 1997): that of two texts
# is the same as often as their trigrams are. So only those that share one are compared, not each with each.
_TEXTS = f"""
    WITH {_RECENT},
    said AS MATERIALIZED (
        SELECT id, left(lower(regexp_replace(regexp_replace(text, '^\\s*>.*$', '', 'gn'), 'https?://\\S+', ' ', 'g')), {COMPARED}) AS words FROM recent
    ),
    signs AS (
        SELECT id, min(h) AS a, min(h # 1431655765) AS b, min(h # 858993459) AS c, min(h # 252645135) AS d
          FROM said, LATERAL (SELECT hashtext(gram) AS h FROM unnest(show_trgm(words)) gram) grams
         WHERE length(trim(words)) >= CASE WHEN words ~ '[\u3040-\u30ff\u3400-\u9fff]' THEN {SHORTEST_UNSPACED} ELSE {SHORTEST} END
         GROUP BY id
    ),
    pairs AS (
        SELECT DISTINCT min(id) OVER (PARTITION BY place, sign) AS seed, id
          FROM signs, LATERAL (VALUES (1, a), (2, b), (3, c), (4, d)) s (place, sign)
    )
    SELECT seed, array_agg(p.id ORDER BY p.id)
      FROM pairs p JOIN said one ON one.id = p.id JOIN said other ON other.id = p.seed
     WHERE p.id = p.seed OR similarity(one.words, other.words) >= {ALIKE}
     GROUP BY seed HAVING count(*) > 1
"""
_NETWORKS = f"""
    WITH {_RECENT}
    SELECT o.network, array_agg(r.id ORDER BY r.id)
      FROM recent r JOIN comments_origin o ON o.comment_id = r.id
     GROUP BY o.network
    HAVING count(*) >= {LEAST_OF_NETWORK} AND count(DISTINCT author_id) >= {ACCOUNTS}
       AND count(*) FILTER (WHERE is_fresh) >= {SHARE} * count(*)
"""
_FRESH = f"""
    WITH {_RECENT}
    SELECT discussion_id::text, array_agg(id ORDER BY id) FILTER (WHERE is_fresh)
      FROM recent r
     GROUP BY discussion_id
    HAVING count(*) FILTER (WHERE is_fresh) >= greatest({LEAST}, {SHARE} * count(*))
       AND count(DISTINCT author_id) FILTER (WHERE is_fresh) >= {ACCOUNTS}
       AND count(*) FILTER (WHERE is_fresh) >= {RISE} * %(share)s * (
           SELECT count(*) FROM comments_comment c JOIN accounts_user u ON u.id = c.author_id
            WHERE c.discussion_id = r.discussion_id AND u.date_joined > c.created_at - %(fresh)s
              AND c.created_at > %(now)s - %(usually)s AND c.created_at <= %(now)s - %(window)s)
"""
_LINKED = f"""
    WITH {_RECENT}
    SELECT id, author_id, html, true FROM recent WHERE html LIKE '%%<a href="http%%'
     UNION ALL
    SELECT id, author_id, html, false FROM comments_comment
     WHERE created_at > %(now)s - %(usually)s AND created_at <= %(now)s - %(window)s AND html LIKE '%%<a href="http%%'
"""


@dataclass(frozen=True, slots=True)
class Found:
    """What is alike: ids of comments in their order, and what they have in common."""

    kind: Wave.Kind
    key: str
    comments: list[int]


def find(at: datetime) -> Iterator[Found]:
    """The waves of the hour up to `at`."""
    asked: dict[str, Any] = {
        "now": at,
        "window": WINDOW,
        "fresh": FRESH,
        "usually": USUALLY,
        "share": WINDOW / (USUALLY - WINDOW),
    }
    for comments in _joined(ids for _seed, ids in _rows(_TEXTS, asked)):
        if len(comments) >= LEAST:
            yield Found(Wave.Kind.TEXT, "", comments)
    for domain, comments in _domains(_rows(_LINKED, asked), asked["share"]):
        yield Found(Wave.Kind.DOMAIN, domain, comments)
    for _network, comments in _rows(_NETWORKS, asked):
        yield Found(Wave.Kind.NETWORK, "", comments)
    for discussion, comments in _rows(_FRESH, asked):
        yield Found(Wave.Kind.FRESH, discussion, comments)


def watch(at: datetime) -> int:
    """Have the desk offer the waves of the hour up to `at`, those that it offers already with what came since; returns how
    many were found."""
    count = 0
    for found in find(at):
        _offer(found, at)
        count += 1
    return count


def _offer(found: Found, at: datetime) -> None:
    with transaction.atomic():
        alike = Wave.objects.open().select_for_update(of=["self"])
        standing = list(alike.filter(comments__overlap=found.comments).order_by("pk"))
        if any(_covers(one, found) for one in standing):
            return
        same = next((one for one in standing if one.kind == found.kind), None)
        if same is None:
            Wave.objects.create(
                kind=found.kind, key=found.key, comments=found.comments, first_at=at, last_at=at
            )
            return
        same.comments = sorted({*same.comments, *found.comments})
        same.last_at = at
        same.save(update_fields=["comments", "last_at"])


def _covers(standing: Wave, found: Found) -> bool:
    """Whether `standing` is the same wave under another name: accounts that were just made, say, all of which send one text."""
    inside = len({*standing.comments} & {*found.comments})
    return standing.kind != found.kind and inside >= COVERED * len(found.comments)


def _domains(rows: Iterable[tuple], share: float) -> Iterator[tuple[str, list[int]]]:
    """Domains that more comments lead to than usual, with those comments."""
    own = host_name(urlsplit(settings.SITE_URL).hostname or "")
    comments: dict[str, set[int]] = defaultdict(set)
    accounts: dict[str, set[int]] = defaultdict(set)
    usual: dict[str, int] = defaultdict(int)
    for pk, author, html, is_recent in rows:
        for domain in {host.removeprefix("www.") for host in links(html)} - {"", own.removeprefix("www.")}:
            if is_recent:
                comments[domain].add(pk)
                accounts[domain].add(author)
            else:
                usual[domain] += 1
    for domain, found in comments.items():
        is_rise = len(found) >= max(LEAST, RISE * usual[domain] * share)
        if is_rise and len(accounts[domain]) >= ACCOUNTS:
            yield domain[:255], sorted(found)


def _joined(groups: Iterable[list[int]]) -> list[list[int]]:
    """Groups that share a member are one."""
    group_of: dict[int, set[int]] = {}
    for group in groups:
        joined = set(group).union(*(group_of[pk] for pk in group if pk in group_of))
        group_of.update(dict.fromkeys(joined, joined))
    return [sorted(group) for group in {id(group): group for group in group_of.values()}.values()]


def _rows(query: str, values: dict[str, Any]) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall()
