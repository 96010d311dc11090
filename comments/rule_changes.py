"""Changing the rules and what is listed, each with its entry in the log; in force from the next comment on."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.characters import set_apart
from comments.answers import Kind
from comments.domain_list import host_name
from comments.log import note
from comments.models.domain_rule import DomainRule
from comments.models.moderation_entry import ModerationEntry
from comments.models.rule_setting import RuleSetting
from comments.models.word_rule import WordRule
from comments.moderation import require_moderator
from comments.refusal import Refusal
from comments.word_list import Listed, WordList, unsigned

if TYPE_CHECKING:
    from accounts.models import User

# Words of a list that are typed at once.
MOST_AT_ONCE = 5000
WORDS, DOMAINS = "words", "links"
_BEHIND_HOST = re.compile("[/?#]")


def change(
    setting: RuleSetting,
    *,
    by: User,
    is_on: bool,
    answer: str | None,
    values: dict[str, Any] | None,
    seen: str,
) -> None:
    """See RuleSetting.change. The row is locked, so that the log says what it was before."""
    require_moderator(by)
    with transaction.atomic():
        locked = RuleSetting.objects.select_for_update(no_key=True).get(pk=setting.pk)
        answer, values = (
            (locked.answer if answer is None else answer),
            locked.values if values is None else values,
        )
        made = locked.rule.settings(is_on=is_on, answer=answer, values=values)
        was, to = _shown(locked.settings), _shown(made)
        changed = [name for name in to if was.get(name) != to[name]]
        if changed and seen and seen != locked.sight:
            raise _set_meanwhile(locked)
        if changed:
            locked.is_on, locked.answer, locked.values = made.is_on, made.answer, made.values
            locked.save(update_fields=["is_on", "answer", "values"])
            note(
                ModerationEntry.Act.SET_RULE,
                by=by,
                rule=locked.code,
                before={name: was.get(name) for name in changed},
                after={name: to[name] for name in changed},
            )
    setting.refresh_from_db()


def _set_meanwhile(setting: RuleSetting) -> Refusal:
    entries = ModerationEntry.objects.filter(act=ModerationEntry.Act.SET_RULE, rule=setting.code)
    last = entries.select_related("actor").order_by("-pk").first()
    who = set_apart(last.actor.username) if last and last.actor else _("Somebody")
    words = _(
        "%(name)s has set this rule meanwhile, so yours isn't saved yet. What you typed stands below; save again to have it so."
    )
    return Refusal(words % {"name": who}, code="moved")


def _shown(settings: Any) -> dict[str, Any]:
    return {"is_on": settings.is_on, "answer": settings.answer, **settings.values}


def list_words(typed: Iterable[str], answer: str, *, by: User) -> int:
    """List words and phrases with this answer; those that are listed already get it. Returns how many are new or changed.
    Raises PermissionDenied where `by` is no moderator, Refusal for what can't be found in any text."""
    return _list(WordRule, "typed", [checked_word(one) for one in typed], answer, WORDS, by)


def list_domains(typed: Iterable[str], answer: str, *, by: User) -> int:
    """The same for domains."""
    return _list(DomainRule, "domain", [checked_domain(one) for one in typed], answer, DOMAINS, by)


def unlist(rows: Iterable[WordRule | DomainRule], *, by: User) -> None:
    """Take words or domains off their list. Raises PermissionDenied where `by` is no moderator."""
    require_moderator(by)
    asked = list(rows)
    with transaction.atomic():
        for model, rule in ((WordRule, WORDS), (DomainRule, DOMAINS)):
            named = model.objects.filter(pk__in=[row.pk for row in asked if isinstance(row, model)])
            # Those that another has taken off meanwhile are in that one's entry.
            there = list(named.select_for_update().order_by("pk"))
            if there:
                named.delete()
                before = {str(row): row.answer for row in there}
                note(ModerationEntry.Act.SET_RULE, by=by, rule=rule, before=before)


def checked_word(typed: str) -> str:
    """The word or phrase as it is listed. Raises Refusal for one that nothing, or nearly everything, would match."""
    word = " ".join(typed.split())
    if len(word) > 100 or "\x00" in word:
        raise Refusal(_("“%(word)s” is too long: at most 100 characters.") % {"word": word[:40]}, code="word")
    bare = unsigned(word)
    if word and not bare:
        raise Refusal(
            _(
                "“%(word)s” can't be listed: signs aren't looked for, and without them too little of it is left. List the word that it "
                "stands for: it is found with signs for its letters or between them, too."
            )
            % {"word": word},
            code="word",
        )
    word = bare
    if not WordList([Listed(word, "")]).has_any:
        raise Refusal(
            _(
                "“%(word)s” would match nothing, or everything: it needs letters or digits, two of them beside a *."
            )
            % {"word": word},
            code="word",
        )
    return word


def checked_domain(typed: str) -> str:
    """The domain as it is listed, be it typed as an address. Raises Refusal for what is none."""
    authority = _BEHIND_HOST.split(typed.strip().replace("\\", "/").split("//")[-1])[0]
    name = host_name(authority.split("@")[-1].split(":")[0]).removeprefix("*.")
    labels = name.split(".")
    is_name = len(labels) > 1 and all(
        0 < len(label) < 64 and label.replace("-", "a").isalnum() for label in labels
    )
    if not (is_name and name.isascii() and len(name) <= 253):
        raise Refusal(
            _("“%(name)s” is no domain; write it as in example.com.") % {"name": typed.strip()[:60]},
            code="domain",
        )
    return name


def too_many() -> str:
    """The sentence for who lists more than MOST_AT_ONCE."""
    return _("At most %(most)s at once.") % {"most": f"{MOST_AT_ONCE:,}"}


def _list(model: Any, field: str, names: list[str], answer: str, rule: str, by: User) -> int:
    require_moderator(by)
    names, to = list(dict.fromkeys(names)), Kind(answer).value
    if len(names) > MOST_AT_ONCE:
        raise Refusal(too_many(), code="many")
    with transaction.atomic():
        rows = model.objects.select_for_update().filter(**{f"{field}__in": names}).order_by("pk")
        before = dict(rows.values_list(field, "answer"))
        changed = [name for name in names if before.get(name) != to]
        model.objects.bulk_create(
            [model(**{field: name}, answer=to) for name in changed],
            update_conflicts=True,
            unique_fields=[field],
            update_fields=["answer"],
        )
        if changed:
            note(
                ModerationEntry.Act.SET_RULE,
                by=by,
                rule=rule,
                before={name: before[name] for name in changed if name in before},
                after=dict.fromkeys(changed, to),
            )
    return len(changed)
