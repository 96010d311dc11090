"""All that governs posting, as one snapshot: how each rule is set, the words and domains listed, the days of sections.

One statement reads it, so that whoever posts while it is changed is judged by the old or by the new, never by some of each.
What was read is kept in the process, made ready for use, under a version that each change renews.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection

from comments.answers import Kind
from comments.domain_list import DomainList
from comments.rules import BY_CODE, ORDER
from comments.rules.rule import Rule, Settings
from comments.terms import SiteTerms, Terms
from comments.word_list import Listed, WordList

if TYPE_CHECKING:
    from comments.models import Discussion

_READ = """
    SELECT (SELECT version FROM comments_rulesversion),
           (SELECT json_agg(json_build_array(code, is_on, answer, "values")) FROM comments_rulesetting),
           (SELECT json_agg(json_build_array(typed, answer)) FROM comments_wordrule),
           (SELECT json_object_agg(domain, answer) FROM comments_domainrule),
           (SELECT json_object_agg(section_id, days) FROM comments_discussionpolicy)
"""


@dataclass(frozen=True)
class Rulebook:
    """`version` is None for one that was made to try something."""

    version: UUID | None
    rules: Mapping[str, Settings]
    words: WordList[str]
    domains: DomainList[str]
    days: Mapping[int, int]

    def settings(self, rule: Rule) -> Settings:
        return self.rules[rule.code]

    @cached_property
    def site_terms(self) -> SiteTerms:
        return SiteTerms(self.rules, self.days)

    @cached_property
    def newcomer_until(self) -> int:
        """So many comments must stand until somebody is no newcomer any more."""
        return self.rules["newcomer"].approved

    @cached_property
    def asks_of_newcomers(self) -> bool:
        """Whether anything depends on who is one, beside switches of single discussions."""
        links = self.rules["links"]
        return self.rules["newcomer"].is_on or (links.is_on and links.newcomers != Kind.PASS)

    @cached_property
    def asks_of_history(self) -> bool:
        return self.rules["history"].is_on

    def with_rule(self, rule: Rule, settings: Settings) -> Rulebook:
        """The same with one rule set otherwise."""
        return replace(self, version=None, rules={**self.rules, rule.code: settings})

    def with_words(self, listed: Iterable[tuple[str, str]]) -> Rulebook:
        """The same with these words alone, each with its answer."""
        return replace(self, version=None, words=word_list(listed))

    def with_domains(self, listed: Mapping[str, str]) -> Rulebook:
        return replace(self, version=None, domains=DomainList(listed))


_kept: Rulebook | None = None


def current(version: UUID | None = None) -> Rulebook:
    """The book that holds now. With a `version` that was read a moment ago, the kept one where it is that."""
    global _kept  # noqa: PLW0603 (what this process has read, for all its threads)
    kept = _kept
    if kept is None or kept.version is None or kept.version != (version or _version()):
        _kept = kept = _read()
    return kept


def terms_of(discussion: Discussion) -> Terms:
    """What holds now for who writes in `discussion`."""
    return current().site_terms.over(discussion, discussion.article)


def _version() -> UUID | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT version FROM comments_rulesversion")
        row = cursor.fetchone()
        return row[0] if row else None


def _read() -> Rulebook:
    with connection.cursor() as cursor:
        cursor.execute(_READ)
        version, rules, words, domains, days = cursor.fetchone()
    return Rulebook(
        version,
        settings_of(rules or ()),
        word_list(words or ()),
        DomainList(domains or {}),
        {int(section): number for section, number in (days or {}).items()},
    )


def settings_of(rows: Iterable[tuple[str, bool, str, dict[str, Any]]]) -> dict[str, Settings]:
    """The settings of all rules by code, from rows of (code, is_on, answer, values); without a row the defaults."""
    found: dict[str, dict[str, Any]] = {
        code: {"is_on": is_on, "answer": answer, "values": values} for code, is_on, answer, values in rows
    }
    return {rule.code: BY_CODE[rule.code].settings(**found.get(rule.code, {})) for rule in ORDER}


def word_list(listed: Iterable[tuple[str, str]]) -> WordList[str]:
    return WordList(Listed(typed, answer) for typed, answer in listed)
