"""Where a comment stands: who may read it, and what of it nobody has been told of yet."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    PUBLIC = "public", _("public")
    HELD = "held", _("held")
    HIDDEN = "hidden", _("hidden")
    DELETED = "deleted", _("deleted by its author")


class Untold(models.TextChoices):
    """What nobody has been told of yet, because it was held."""

    COMMENT = "comment", _("the comment")
    CHANGE = "change", _("its last change")
