"""What a rule is: its one function, and what the editors can set about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms

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
