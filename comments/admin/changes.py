"""What an entry of the moderation log has changed, in the words that the desk's forms have for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import pgettext

from accounts.stamps import stamp
from comments.answers import Kind
from comments.models import (
    Appeal,
    Comment,
    Discussion,
    DiscussionPolicy,
    ModerationEntry,
    Sanction,
    VoteHold,
    VotingPolicy,
)
from comments.rules import BY_CODE, name_of

NOTHING = "—"
_Told = tuple[str, Callable[[Any], str]]


def changes(entry: ModerationEntry) -> list[str]:
    """A line for each thing that it changed, in the reader's language: what, from what, to what. Without a query."""
    names = [*entry.before, *(name for name in entry.after if name not in entry.before)]
    return [_change(entry, name) for name in names]


def subject_of(entry: ModerationEntry) -> str:
    """What of the site it set, where it is on no comment and no discussion."""
    acts = ModerationEntry.Act
    if entry.act == acts.SET_RULE:
        return name_of(entry.rule)
    if entry.act == acts.SET_POLICY:
        return str((DiscussionPolicy if entry.rule else VotingPolicy)._meta.verbose_name_plural)
    return NOTHING


def shown(field: forms.Field, value: Any) -> str:
    """A value of a form's field as it is called there."""
    if isinstance(value, bool):
        return pgettext("of a switch", "on") if value else pgettext("of a switch", "off")
    return str(dict(getattr(field, "choices", ())).get(value, value))


def _change(entry: ModerationEntry, name: str) -> str:
    label, say = _told(entry, name)
    was, became = (
        NOTHING if value is None else say(value) for value in (entry.before.get(name), entry.after.get(name))
    )
    words = became if was == became or name not in entry.before else f"{was} → {became}"
    return f"{label}: {words}" if label else words


def _told(entry: ModerationEntry, name: str) -> _Told:
    """What is called so in such an entry, and how a value of it is said."""
    acts = ModerationEntry.Act
    if entry.act == acts.SET_RULE:
        return _of_rule(entry, name)
    if entry.act == acts.SET_POLICY and entry.rule:
        label, say = _of_model(DiscussionPolicy, "days")
        return f"{label} ({name})", say
    if entry.act == acts.SET_POLICY:
        return _of_model(VotingPolicy, name)
    if entry.act == acts.SWITCH and name != "state":
        return _of_model(Discussion, name)
    return _of_decision(name)


def _of_rule(entry: ModerationEntry, name: str) -> _Told:
    rule = BY_CODE.get(entry.rule)
    field = rule.fields().get(name) if rule else None
    # Words and domains stand in entries of their rules, and one may be called as the switch is: it has an answer in its place.
    is_listed = field is None or (name == "is_on" and not isinstance(entry.after.get(name), bool))
    if rule and is_listed:
        return f"“{name}”", lambda value: shown(forms.ChoiceField(choices=Kind.choices), value)
    if field is None:
        return name, str
    # The switch of a rule goes without saying.
    return "" if name == "is_on" else str(field.label), lambda value: shown(field, value)


def _of_model(model: Any, name: str) -> _Told:
    field = next((one.formfield() for one in model._meta.fields if one.name == name), None)
    return (str(field.label), lambda value: shown(field, value)) if field else (name, str)


def _of_decision(name: str) -> _Told:
    """Of what is decided on comments, votes and readers."""
    states = dict(Discussion.State.choices) | dict(Comment.State.choices)
    votes = dict(VoteHold.State.choices)
    known: dict[str, _Told] = {
        "state": ("", lambda value: str(states.get(value, value))),
        "votes": (_name(VoteHold), lambda value: str(votes.get(value, value))),
        "sanction": (_name(Sanction), lambda value: f"#{value}"),
        "until": (_of_model(Sanction, "until")[0], lambda value: stamp(datetime.fromisoformat(value))),
        "appeal": (_name(Appeal), lambda value: f"#{value}"),
        "outcome": _of_model(Appeal, "outcome"),
    }
    return known.get(name, (name, str))


def _name(model: Any) -> str:
    return capfirst(str(model._meta.verbose_name))
