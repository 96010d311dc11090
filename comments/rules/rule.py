"""What a rule is: its one function, and what the editors can set about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comments.answers import Answer, Kind

if TYPE_CHECKING:
    from comments.rules.posting import Posting


class Settings:
    """How a rule is set: `is_on`, `answer`, and each field of its form by name."""

    def __init__(self, *, is_on: bool, answer: str, values: Mapping[str, Any]) -> None:
        self.is_on, self.answer, self.values = is_on, answer, values

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["values"][name]
        except KeyError:
            raise AttributeError(name) from None


@dataclass(frozen=True, slots=True)
class Rule:
    """`ask` is called with what is posted and the rule's settings. `answers` are those that the editors may choose from, the
    default first. A rule that `is_placed` can also be switched on for single articles: it is asked in any case, and looks
    itself whether it holds there. What one that `is_about_content` refuses is noted in the log."""

    code: str
    name: Any
    about: Any
    ask: Callable[[Posting, Settings], Answer]
    form: type[forms.Form] = forms.Form
    answers: tuple[str, ...] = ()
    is_on: bool = True
    # Without these nothing would fit together any more: they can be tuned, but not switched off.
    is_fixed: bool = False
    is_placed: bool = False
    is_about_content: bool = False
    can_be_tried: bool = True

    def settings(
        self, *, is_on: bool | None = None, answer: str = "", values: Mapping[str, Any] | None = None
    ) -> Settings:
        """The rule's settings as the editors set them, and where they haven't, its defaults."""
        defaults = {name: field.initial for name, field in self.form.base_fields.items()}
        return Settings(
            is_on=self.is_fixed or (self.is_on if is_on is None else is_on),
            answer=answer if answer in self.answers else (self.answers or (Kind.PASS,))[0],
            values=defaults | dict(values or {}),
        )

    def fields(self) -> dict[str, forms.Field]:
        """All that the editors set about it, for a form of their own: `is_on` and `answer` where there is a choice, and what the
        rule's own form asks for."""
        found: dict[str, forms.Field] = {}
        if not self.is_fixed:
            label = _("On, everywhere") if self.is_placed else _("On")
            found["is_on"] = forms.BooleanField(label=label, required=False)
        if len(self.answers) > 1:
            choices = [(kind, Kind(kind).label) for kind in self.answers]
            found["answer"] = forms.ChoiceField(label=_("What happens to a comment"), choices=choices)
        return found | deepcopy(self.form.base_fields)
