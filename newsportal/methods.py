"""The methods that a page takes, known without asking the page."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from typing import Any


def methods_of(view: Callable[..., Any] | None) -> Sequence[str]:
    """Those that `view` takes, as its decorator of Django's (`require_safe` and its like) or its class says; empty where
    neither does, as of the desk's pages."""
    view_class = getattr(view, "view_class", None)
    if view_class is not None:
        names = view.view_initkwargs.get("http_method_names", view_class.http_method_names)  # type: ignore[union-attr]
        return [name.upper() for name in names if hasattr(view_class, name)]
    while inspect.isfunction(view):
        # Django keeps the list for itself. Were it to call it otherwise, test_access.py would say so.
        listed: Sequence[str] = inspect.getclosurevars(view).nonlocals.get("request_method_list", ())
        if listed:
            return listed
        view = getattr(view, "__wrapped__", None)
    return ()
