"""The form of what is set for the whole site: of two who set it at once, the second is told what stands now before theirs is saved."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django import forms
from django.db import connection
from django.utils.translation import gettext as _


class _Seen(forms.CharField):
    """No part of what is set."""

    widget = forms.HiddenInput

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class StandingForm(forms.ModelForm):
    """Refused once where its row was changed since the form was opened; sent again it is saved, for who sends it has been told."""

    seen = _Seen(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = _word_for(self._row())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        row = self._row()
        stands = _word_for(row)
        if cleaned.get("seen") and cleaned["seen"] != stands:
            typed: Any = self.data
            self.data = typed = typed.copy()
            typed[self.add_prefix("seen")] = stands
            words = _(
                "This has been set otherwise meanwhile, so yours isn't saved yet. What you typed stands below; save again to have "
                "it so."
            )
            raise forms.ValidationError([words, *self._differing(row or {}, cleaned)])
        return cleaned

    def _row(self) -> dict[str, Any] | None:
        """As it stands, and in a transaction as it stays until the end of that; None where there is none yet."""
        rows = type(self.instance)._default_manager.filter(pk=self.instance.pk)
        if connection.in_atomic_block:
            rows = rows.select_for_update(no_key=True)
        return rows.values().first()

    def _differing(self, row: dict[str, Any], cleaned: dict[str, Any]) -> list[str]:
        names = [name for name in cleaned if name in row and row[name] != cleaned[name]]
        return [
            _("Now “%(label)s” is: %(value)s.")
            % {"label": self.fields[name].label, "value": self._shown(name, row[name])}
            for name in names
        ]

    def _shown(self, name: str, value: Any) -> Any:
        return dict(getattr(self.fields[name], "choices", ())).get(value, value)


def _word_for(row: dict[str, Any] | None) -> str:
    return hashlib.blake2b(json.dumps(row, sort_keys=True).encode(), digest_size=6).hexdigest()
