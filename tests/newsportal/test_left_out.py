"""A dump of everything forgets no table: each is told, or named here with the reason why it isn't."""

from __future__ import annotations

import importlib
import pkgutil
from typing import Any

from django.apps import apps
from django.db import models

from articles.models import Article
from newsportal import exchange

MADE_ANEW = "is made of what is told"
OF_THE_MOMENT = "is of the moment"
KEYS = "can be read with the keys of the first site alone"
LEFT_OUT = {
    "accounts": {},
    "articles": {
        "AlertDelivery": "of what went by mail the numbers are told",
        "ArticleWords": MADE_ANEW,
        "BodyPicture": MADE_ANEW,
        "DueWords": OF_THE_MOMENT,
        "Edition": MADE_ANEW,
        "NoteMark": OF_THE_MOMENT,
        "Presence": OF_THE_MOMENT,
        "Word": MADE_ANEW,
        "WorkingCopy": OF_THE_MOMENT,
    },
    "comments": {
        "Claim": OF_THE_MOMENT,
        "CommentWords": MADE_ANEW,
        "Draft": OF_THE_MOMENT,
        "Origin": OF_THE_MOMENT,
        "Pace": OF_THE_MOMENT,
        "Postbox": OF_THE_MOMENT,
        "RulesVersion": MADE_ANEW,
        "Telling": OF_THE_MOMENT,
        "Visit": OF_THE_MOMENT,
        "VoteWindow": OF_THE_MOMENT,
        "Wave": OF_THE_MOMENT,
    },
    "newsportal": {"PeriodicTask": OF_THE_MOMENT},
    "admin": {"LogEntry": "the versions of articles and the moderators' log say more"},
    "contenttypes": {"ContentType": MADE_ANEW},
    "sessions": {"Session": OF_THE_MOMENT},
    "account": {"EmailConfirmation": OF_THE_MOMENT},
    "socialaccount": {"SocialApp": "stands in the environment", "SocialToken": "none is kept"},
    "mfa": {"Authenticator": KEYS},
    "usersessions": {"UserSession": OF_THE_MOMENT},
    "django_tasks_database": {"DBTaskResult": OF_THE_MOMENT},
}


def told() -> set[Any]:
    """The models of which a module of the exchange knows."""
    modules = [
        importlib.import_module(f"{exchange.__name__}.{found.name}")
        for found in pkgutil.iter_modules(exchange.__path__)
    ]
    named = {value for module in modules for value in vars(module).values() if isinstance(value, type)}
    return {model for model in named if issubclass(model, models.Model)} | {Article.versions.model}


def test_each_table_is_told_or_left_out_for_a_reason() -> None:
    known = {model._meta.label for model in told()}
    left_out = {f"{app}.{name}" for app, names in LEFT_OUT.items() for name in names}
    there = {model._meta.label for model in apps.get_models() if not model._meta.proxy}
    assert there == (known & there) | left_out
    assert not known & left_out
