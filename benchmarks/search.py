"""The search over 100,000 articles and as many comments: what each kind costs the database. By itself and on demand:
`make bench MEASURE=search`.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from statistics import median
from urllib.parse import quote

import psutil
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from articles.models import Article, Section
from articles.without_trigger import without_trigger
from benchmarks.in_process import call, forget
from benchmarks.table import line
from comments.models import Discussion

ARTICLES = COMMENTS = 100_000
ROUNDS = 15
BOUND = "at most 40 ms in the database"

# Of 4,000 made-up words, a third of each body among the thirty most common, and every other article of a harbour; each hundredth
# in Japanese. Filled by the database itself.
_WORDS = """
    CREATE FUNCTION pg_temp.word(n integer) RETURNS text LANGUAGE sql IMMUTABLE
    RETURN CASE WHEN n < 3 THEN (ARRAY['harbour', 'ferry', 'council'])[1 + n]
           ELSE (ARRAY['ba', 'co', 'di', 'fe', 'gu', 'lo', 'ma', 'ni'])[1 + n % 8]
                || (ARRAY['ra', 'sto', 'lin', 'ver', 'mun'])[1 + n / 8 % 5]
                || (ARRAY['ta', 'kel', 'por', 'dis', 'nay', 'wim'])[1 + n / 40 % 6] || chr(97 + n / 240 % 17) END
"""
_ARTICLES = """
    INSERT INTO articles_article (section_id, slug, headline, standfirst, body, source_notice, site_notice, state, published_at,
                                  created_at)
    SELECT (SELECT min(id) FROM articles_section) + n %% 5, 'found-' || n,
           CASE WHEN n %% 100 = 0 THEN '台風の影響でフェリー欠航 第' || n || '報'
                ELSE concat_ws(' ', pg_temp.word(4 + n * 7 %% 3990), pg_temp.word(4 + n * 13 %% 3990),
                               CASE n %% 2 WHEN 0 THEN 'harbour' ELSE 'council' END) END,
           CASE WHEN n %% 1000 = 1 THEN 'The pelican is back' ELSE 'It was seen by the ferry' END,
           '<p>' || (SELECT string_agg(pg_temp.word(CASE WHEN k %% 3 = 0 THEN (n + k) %% 30 ELSE (n * 17 + k * k * 3) %% 4000 END), ' ')
                       FROM generate_series(1, 250) k)
                 || CASE WHEN n %% 100 = 0 THEN repeat('港の桟橋では朝から波が高く、乗客は次の便を待っていた。', 10) ELSE '' END || '</p>',
           '', '', 'published', now() - interval '10 minutes' * (%s - n), now()
      FROM generate_series(%s::integer, %s::integer) n
"""
_COMMENTS = """
    INSERT INTO comments_comment (discussion_id, author_id, text, html, renderer, key, state, untold, created_at, depth, up, down,
                                  reply_count)
    SELECT (SELECT min(article_id) FROM comments_discussion) + n %% 1000, (SELECT min(id) FROM accounts_user), '', '<p>' ||
           (SELECT string_agg(pg_temp.word((n * 17 + k * k * 3) %% 4000), ' ') FROM generate_series(1, 30) k)
           || CASE WHEN n %% 2 = 0 THEN ' harbour' ELSE ' 台風は去った' END || '</p>',
           1, 'found-' || n, 'public', '', now() - interval '1 minute' * (%s - n), 0, 0, 0, 0
      FROM generate_series(%s::integer, %s::integer) n
"""
# Three hundred authors, each of a three hundredth.
_AUTHORS = """
    INSERT INTO articles_author (name, looks, slug, bio)
    SELECT 'Author ' || n, '{}', 'author-' || n, '' FROM generate_series(1, 300) n
"""
_BYLINES = """
    INSERT INTO articles_byline (article_id, author_id, position)
    SELECT a.id, w.id, 1
      FROM articles_article a
      JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM articles_author) w ON w.place = a.id % 300
"""
# What so many articles would have beside, among which a misspelt word is looked for.
_KNOWN = """
    INSERT INTO articles_word SELECT DISTINCT pg_temp.word(n % 4000) || pg_temp.word(n / 4000 + n % 13), now()
      FROM generate_series(1, 200000) n ON CONFLICT DO NOTHING
"""
_SEARCHES = {
    "a common word, in every other headline": "harbour",
    "a word of every article": "ferry",
    "a rare word": "pelican",
    "two common words": "harbour council",
    "a phrase": '"seen by the ferry"',
    "a common word without a rare one": "harbour -pelican",
    "Japanese": "台風",
    "one letter of Japanese": "風",
    "misspelt": "pelicann",
    "misspelt, two words": "pelicann harbuor",
    "what nothing has": "zyxwvut",
    "twelve words": "harbour or ferry or council or pelican seen back baratab costokelc disto gulin lover mamun",
    "two hundred letters": "a-" * 100,
}


def measure_search() -> Iterator[str]:
    """Lines of the table: milliseconds of CPU of the connection to the database, and by its clock, for the queries of one page."""
    call_command("prepare", verbosity=0)
    begun = time.perf_counter()
    _fill()
    # It is old by now, and would be closed between two pages.
    connection.close()
    yield line(f"{ARTICLES:,} articles and comments", f"{time.perf_counter() - begun:.0f} s to fill", "")
    for what, typed in _SEARCHES.items():
        yield line(f"  {what}", _cost(f"q={quote(typed)}"), BOUND)
    for what, more in (
        ("of a section", "section=part-1"),
        ("of an author", "author=author+299"),
        ("of twenty authors", "author=author+1"),
        ("until a month ago", f"to={timezone.now() - timedelta(days=30):%Y-%m-%d}"),
        ("newest first", "sort=newest"),
        ("the last page", "page=20"),
    ):
        yield line(f"  a common word, {what}", _cost(f"q=harbour&{more}"), BOUND)
    phrase = quote(_SEARCHES["a phrase"])
    yield line("  a phrase, of twenty authors", _cost(f"q={phrase}&author=author+2"), BOUND)
    for what in ("a common word, in every other headline", "Japanese", "misspelt"):
        yield line(f"  in comments: {what}", _cost(f"in=comments&q={quote(_SEARCHES[what])}"), BOUND)


def _fill() -> None:
    User.objects.create(username="finder", email="finder@example.com")
    for number in range(5):
        Section.objects.create(slug=f"part-{number}", name=f"Part {number}")
    with connection.cursor() as cursor:
        cursor.execute(_WORDS)
        for start in range(1, ARTICLES, 5000):
            cursor.execute(_ARTICLES, [ARTICLES, start, start + 4999])
        for article in Article.objects.order_by("pk")[:1000]:
            Discussion.objects.of(article)
        for start in range(1, COMMENTS, 10_000):
            cursor.execute(_COMMENTS, [COMMENTS, start, start + 9999])
        cursor.execute(_AUTHORS)
        # Each article's words are taken anew for its byline; here for none, as nothing is looked for by a name.
        with transaction.atomic(), without_trigger("articles.Byline:keeps_words"):
            cursor.execute(_BYLINES)
        cursor.execute(_KNOWN)
        cursor.execute("VACUUM ANALYZE")


def _cost(query: str) -> str:
    path, clock = f"/search/?{query}", []
    call(path)
    backend = psutil.Process(connection.connection.info.backend_pid)
    before = sum(backend.cpu_times()[:2])
    for _ in range(ROUNDS):
        forget()
        with CaptureQueriesContext(connection) as queries:
            call(path)
        clock.append(sum(float(asked["time"]) for asked in queries) * 1000)
    spent = (sum(backend.cpu_times()[:2]) - before) / ROUNDS * 1000
    return f"{spent:.0f} ms, {median(clock):.0f} by clock"
