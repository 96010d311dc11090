"""The reason of a decision, in the languages of those who are told: what a moderator chose from the list and wrote behind it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Q
from django.utils.translation import get_language

from comments.models.reason import Reason

if TYPE_CHECKING:
    from comments.models.moderation_entry import ModerationEntry


class Told(NamedTuple):
    """A reason as readers are told: `words`, and in Japanese `words_ja`, empty where there is nothing else to say than that.
    `ground` is what of the list it begins with, if anything."""

    words: str
    words_ja: str = ""
    ground: Reason | None = None


def joined(ground: Reason | None, words: str) -> str:
    """What is chosen from the list and what is written behind it, as one reason."""
    return ": ".join(part for part in (str(ground or ""), words.strip()) if part)


def told(reason: str, listed: list[Reason] | None = None) -> Told:
    """What `reason`, as a moderator typed or chose it, says in either language; `listed` are all reasons, where they are known."""
    ground, begun = None, ""
    for one in Reason.objects.all() if listed is None else listed:
        for words in (one.words, one.words_ja):
            if len(words) > len(begun) and _begins(reason, words):
                ground, begun = one, words
    if ground is None:
        return Told(reason)
    rest = reason[len(begun) :]
    # Put in another language, it must not outgrow what the log and the reader's page can hold.
    words, words_ja = ((start + rest)[:500] if start else "" for start in (ground.words, ground.words_ja))
    return Told(words, words_ja, ground)


def shown(reason: str, listed: list[Reason] | None = None) -> str:
    """`reason` as the log keeps it, in the language of who reads it now."""
    said = told(reason, listed)
    return (get_language() == "ja" and said.words_ja) or said.words


def show(entries: Iterable[ModerationEntry], listed: list[Reason] | None = None) -> None:
    """Gives each of these entries its `words`: its reason, as `shown`. In one query, in none where all that are `listed` are
    given."""
    listed = list(Reason.objects.all()) if listed is None else listed
    for entry in entries:
        entry.words = shown(entry.reason, listed)


def named(typed: str) -> Q:
    """The condition on entries in the log that their reason is one of the list in which this was `typed`, in either language."""
    found = Reason.objects.filter(Q(words__icontains=typed) | Q(words_ja__icontains=typed))
    either = [words for one in found for words in (one.words, one.words_ja) if words]
    return Q(*(("reason__icontains", words) for words in either), _connector=Q.OR) if either else Q(pk__in=[])


def _begins(reason: str, words: str) -> bool:
    return reason.startswith(words) and not reason[len(words) : len(words) + 1].isalnum()


# What a new site begins with: what readers can report, and what moderators meet besides.
FIRST = (
    ("Spam or advertising", "スパム・広告"),
    ("Insult or threat", "侮辱・脅迫"),
    ("Hate against a group", "特定の集団への憎悪"),
    ("Somebody's private data", "個人情報の掲載"),
    ("Against the law", "法律に触れる内容"),
    ("Off the subject", "記事と関係のない内容"),
    ("The same over and over", "同じ内容の繰り返し"),
    ("Posing as somebody else", "なりすまし"),
)


def list_first() -> None:
    """List these where nothing is listed."""
    if not Reason.objects.exists():
        Reason.objects.bulk_create(
            [
                Reason(words=words, words_ja=words_ja, position=10 * place)
                for place, (words, words_ja) in enumerate(FIRST, 1)
            ]
        )
