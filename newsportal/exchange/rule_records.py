"""What moderators have set for all discussions, in `dump --everything`: under `moderation` in the site's record. Loaded on a site
that has no article yet; one that has goes by its own."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import override

from articles.models import Article, Section
from comments.admin.rule import RuleForm
from comments.models import DiscussionPolicy, DomainRule, Reason, RuleSetting, VotingPolicy, WordRule
from comments.rules import BY_CODE
from newsportal.exchange.fields import BadRecordError, list_of, object_of

# By what each is known, and what else is kept of it.
_LISTS: dict[str, tuple[type[models.Model], str, tuple[str, ...]]] = {
    "words": (WordRule, "typed", ("answer",)),
    "domains": (DomainRule, "domain", ("answer",)),
    "reasons": (Reason, "words", ("words_ja", "position")),
}
_VOTING = ("hides", "minutes", "line_votes", "line_share")


def moderation_record() -> dict[str, Any]:
    """The lists as a whole, be they empty: a new site has reasons of its own. Every rule that stands as on a new one is left out."""
    lists = {
        name: list(model._default_manager.order_by(key).values(key, *rest))
        for name, (model, key, rest) in _LISTS.items()
    }
    record: dict[str, Any] = {}
    record["rules"] = [_told(row) for row in RuleSetting.objects.order_by("pk") if _is_set(row)]
    policies = DiscussionPolicy.objects.order_by("section__slug").values("section__slug", "days")
    record["days"] = {row["section__slug"]: row["days"] for row in policies}
    record["voting"] = VotingPolicy.objects.values(*_VOTING).first() or {}
    return lists | {name: value for name, value in record.items() if value}


def _told(row: RuleSetting) -> dict[str, Any]:
    return {"code": row.code, "is_on": row.is_on, "answer": row.answer, "values": row.values}


def _is_set(row: RuleSetting) -> bool:
    if row.code not in BY_CODE:
        return False
    made = BY_CODE[row.code].settings()
    return (row.is_on, row.answer, row.values) != (made.is_on, made.answer, made.values)


def load_moderation(record: dict[str, Any]) -> None:
    """Behind the sections of the same record. Raises BadRecordError."""
    if Article.objects.exists():
        return
    where = "site: moderation: "
    try:
        for name in _LISTS.keys() & record.keys():
            _list(name, list_of(record, name, dict))
        for row in list_of(record, "rules", dict):
            _set(row, where)
        for slug, days in (object_of(record, "days") or {}).items():
            policy = DiscussionPolicy(section=Section.objects.get(slug=slug), days=days)
            policy.clean_fields()
            policy.save()
        if voting := object_of(record, "voting"):
            made = VotingPolicy(**{name: voting[name] for name in _VOTING if name in voting})
            made.clean_fields()
            made.save()
    except ValidationError as error:
        raise BadRecordError(f"{where}{'; '.join(error.messages)}") from error
    except Section.DoesNotExist as error:
        raise BadRecordError(f"{where}days: there is no section “{slug}”") from error


def _list(name: str, rows: list[dict[str, Any]]) -> None:
    """In the place of what a new site has of it."""
    model, key, rest = _LISTS[name]
    model._default_manager.all().delete()
    for row in rows:
        made = model(**{field: row[field] for field in (key, *rest) if field in row})
        made.full_clean()
        made.save()


def _set(row: dict[str, Any], where: str) -> None:
    """By the form of the desk, for the rules' own code trusts what it has checked."""
    setting = RuleSetting.objects.filter(code=str(row.get("code"))).first()
    if setting is None or setting.code not in BY_CODE:
        raise BadRecordError(f"{where}there is no rule “{row.get('code')}”")
    given = object_of(row, "values") or {}
    with override("en"):
        form = RuleForm({**given, "is_on": row.get("is_on"), "answer": row.get("answer")}, setting=setting)
        if not form.is_valid():
            told = "; ".join(str(one) for errors in form.errors.values() for one in errors)
            raise BadRecordError(f"{where}rule “{setting.code}”: {told}")
    made = setting.rule.settings(**form.typed)
    RuleSetting.objects.filter(pk=setting.pk).update(is_on=made.is_on, answer=made.answer, values=made.values)
