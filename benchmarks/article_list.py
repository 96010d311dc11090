"""The editors' list over a million articles. By itself and on demand: `make bench MEASURE=articles`."""

from __future__ import annotations

import os
from collections.abc import Iterator

from django.core.management import call_command
from django.db import connection

from accounts.models import User
from articles.models import Section
from benchmarks import content
from benchmarks.desk import cost, queries
from benchmarks.in_process import call
from benchmarks.table import line

ARTICLES = int(os.environ.get("BENCH_ARTICLES", "1000000"))
LIST = "/admin/articles/article/"
BOUND = "at most 60 ms"
# Without triggers: their words for the search aren't what is measured.
_FILL = """
    INSERT INTO articles_article (section_id, slug, headline, standfirst, body, source_notice, site_notice, state, published_at,
                                  created_at)
    SELECT (%(sections)s::bigint[])[1 + n %% 5], 'story-' || n, 'The harbour, story number ' || n, '', '<p>One.</p>', '', '',
           CASE n %% 10 WHEN 0 THEN 'draft' ELSE 'published' END, now() - n * interval '1 minute', now() - n * interval '1 minute'
      FROM generate_series(%(articles)s, 1, -1) AS n
"""


def measure_article_list() -> Iterator[str]:
    """Lines of the table: milliseconds of this process and of its connection to the database, and queries."""
    call_command("prepare", verbosity=0)
    sections = [Section.objects.create(name=f"Part {n}", slug=f"part-{n}").pk for n in range(5)]
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(_FILL, {"sections": sections, "articles": ARTICLES})
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("VACUUM ANALYZE articles_article")
    (cookie,) = content.logins(1)
    User.objects.filter(username="poster-0").update(is_staff=True, is_superuser=True)
    yield line(f"{ARTICLES:,} articles in the editors' list", "server + database", "")
    for what, query in {
        "the first page": "",
        "the last page that it counts": "?p=200",
        "of a section": f"?section__id__exact={sections[0]}",
        "drafts": "?state__exact=draft",
    }.items():
        spent = cost(lambda query=query: call(LIST + query, cookie))
        yield line(f"  {what}", f"{spent}, {queries(LIST + query, cookie)}", BOUND)
