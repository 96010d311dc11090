"""@name in a comment: who is meant, in which scripts and places, and who isn't."""

import re
import time
import unicodedata

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from comments import mentions
from comments.quoting import quotation
from comments.text import MAX_LENGTH, read, render
from tests.comments.pages import page
from tests.factories import ArticleFactory, CommentFactory, UserFactory

pytestmark = pytest.mark.django_db


def links(html: str) -> list[tuple[str, str]]:
    """(address, words) of each link to a reader's page."""
    return re.findall(r'<a href="(/users/[^"]*)" rel="nofollow ugc noopener">([^<]*)</a>', html)


@pytest.mark.parametrize(
    ("name", "typed", "words"),
    [
        ("Kelpie", "@Kelpie, so true", "@Kelpie"),
        ("Kelpie", "so true, @kelpie.", "@kelpie"),
        ("Kelpie", "(@Kelpie)", "@Kelpie"),
        ("Kelpie", "*@Kelpie* and so on", "@Kelpie"),
        ("Kelpie", "_@Kelpie_", "@Kelpie"),
        ("Kelpie", "@Kelpie's boat", "@Kelpie"),
        ("Kelpie", "これは@Kelpieさんの船", "@Kelpie"),
        ("old.salt-7_b", "thanks @old.salt-7_b...", "@old.salt-7_b"),
        ("田中太郎", "@田中太郎さんへ", "@田中太郎"),
        ("さくらこ", "ありがとう@さくらこさん", "@さくらこ"),
        ("Жорж", "@жорж, да", "@жорж"),
        ("سمير_علي", "@سمير_علي نعم", "@سمير_علي"),
        ("Zoë", f"@{unicodedata.normalize('NFD', 'Zoë')}!", "@Zoë"),
    ],
)
def test_a_name_of_any_script_becomes_a_link_to_the_readers_page(name: str, typed: str, words: str) -> None:
    reader = UserFactory(username=name)
    reading = read(typed)
    assert reading.mentioned == [reader.pk]
    [(address, shown)] = links(reading.html)
    assert (address, unicodedata.normalize("NFC", shown)) == (reader.get_absolute_url(), words)
    assert re.sub(r"<[^>]+>", "", reading.html) == typed.replace("*", "").replace("_@Kelpie_", "@Kelpie")


def test_the_longest_name_that_somebody_bears_is_meant() -> None:
    short, long = UserFactory(username="田中太"), UserFactory(username="田中太郎")
    assert read("@田中太郎さん").mentioned == [long.pk]
    assert read("@田中太さん").mentioned == [short.pk]


@pytest.mark.parametrize(
    "typed",
    [
        "kelpie@example.com",
        "write to me.too@Kelpie",
        "@Kelpie@social.example",
        "https://social.example/@Kelpie",
        "social.example/@Kelpie",
        "<https://social.example/@Kelpie>",
        "[see @Kelpie](https://social.example/)",
        "[see](https://social.example/@Kelpie)",
        "`@Kelpie`",
        "```\n@Kelpie\n```",
        "    @Kelpie",
        r"\@Kelpie",
        "@Kelpies",
        "@Kelpie-san",
        "@Kelpie2",
        "@@Kelpie",
        "@ Kelpie",
        "@nobody-here",
    ],
)
def test_code_addresses_and_other_names_mention_nobody(typed: str) -> None:
    UserFactory(username="Kelpie")
    reading = read(typed)
    assert reading.mentioned == [] and links(reading.html) == []


@pytest.mark.parametrize("kind", ["is closed", "stands in"])
def test_who_cannot_read_it_is_not_mentioned(kind: str) -> None:
    UserFactory(username="Kelpie", is_active=kind != "is closed", is_stand_in=kind == "stands in")
    assert read("@Kelpie").mentioned == []


def test_what_is_quoted_addresses_nobody_anew() -> None:
    kelpie, marlin = UserFactory(username="Kelpie"), UserFactory(username="Marlin")
    where = {"name": "Marlin", "time": "today", "url": "https://news.example/comments/7/"}
    quoted = quotation("Hello @Kelpie", **where).source
    reading = read(f"{quoted}As @Marlin said.")
    assert reading.mentioned == [marlin.pk]
    assert [address for address, _words in links(reading.html)] == [
        kelpie.get_absolute_url(),
        marlin.get_absolute_url(),
    ]


def test_one_comment_addresses_ten_readers_and_the_other_names_stay_text() -> None:
    readers = UserFactory.create_batch(mentions.MOST + 2)
    names = " ".join(f"@{reader.username}" for reader in [*readers, *readers])
    reading = read(names)
    assert reading.mentioned == [reader.pk for reader in readers[: mentions.MOST]]
    assert {words for _address, words in links(reading.html)} == {
        f"@{reader.username}" for reader in readers[: mentions.MOST]
    }
    assert re.sub(r"<[^>]+>", "", reading.html) == names


def test_the_names_of_a_text_are_found_in_one_query_and_in_none_without_an_at() -> None:
    readers = UserFactory.create_batch(5)
    for typed, count in ((" ".join(f"@{reader.username}" for reader in readers), 1), ("me & you", 0)):
        with CaptureQueriesContext(connection) as queries:
            read(typed)
        assert len(queries) == count


@pytest.mark.parametrize(
    "address", ["/users/Kelpie/", "/users/Kelpie", "//users/Kelpie/", "/users/a/../../admin/"]
)
def test_no_other_way_makes_a_link_into_the_site(address: str) -> None:
    UserFactory(username="Kelpie")
    assert "href" not in render(f"[Marlin]({address})")


@pytest.mark.parametrize(
    "attack", ["@abc " * 2000, "@" * 9999, "@あ" * 5000, "@" + "あ" * 9998, "@a.b-c_" * 1428]
)
def test_no_list_of_names_takes_long(attack: str) -> None:
    start = time.process_time()
    render(attack[:MAX_LENGTH])
    assert time.process_time() - start < 1


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(source=st.text(alphabet=st.sampled_from("@abc.-_ <>\"'&/:あ\\`[]()*\u0301"), max_size=60))
def test_whatever_stands_around_names_only_readers_are_linked(source: str) -> None:
    User.objects.bulk_create(
        [User(username=name, email=f"{name}@x.example") for name in ("abc", "aaa", "あああ")],
        ignore_conflicts=True,
    )
    html = render(source)
    for attributes in re.findall(r"<a([^>]*)>", html):
        assert re.search(
            r'href="(https?:|mailto:|/users/(abc|aaa|%E3%81%82%E3%81%82%E3%81%82)/")', attributes
        )


def test_the_link_stands_in_the_thread_and_in_the_preview(client: Client) -> None:
    UserFactory(username="Kelpie")
    article = ArticleFactory()
    CommentFactory(article=article, text="Ask @Kelpie")
    link = '<a href="/users/Kelpie/" rel="nofollow ugc noopener">@Kelpie</a>'
    assert link in page(client, article)
    client.force_login(UserFactory())
    preview = client.post(f"{article.get_absolute_url()}comments/", {"text": "Ask @Kelpie", "preview": "1"})
    assert link in preview.content.decode()


def test_who_has_another_name_by_now_is_meant_by_the_one_before_too() -> None:
    kelpie = UserFactory(username="Kelpie")
    kelpie.rename("Selkie", by=kelpie)
    comment = CommentFactory(text="Ask @kelpie, or @Selkie.")
    assert comment.html.count('href="/users/Selkie/"') == 2 and ">@kelpie</a>" in comment.html
    assert read("@Kelpie").mentioned == [kelpie.pk]
