"""The site's switches for votes: whether counts are hidden at first, and what stands below the line."""

from __future__ import annotations

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.edition import moves_edition

# In minutes. Past it nobody votes any more, so hiding longer would be hiding for ever.
WEEK = 7 * 24 * 60


class VotingPolicy(models.Model):
    """The single row (`id` 1); no row is the defaults below."""

    class Hides(models.TextChoices):
        NEVER = "never", _("never")
        UNTIL_VOTED = "voted", _("until the reader has voted on the comment")
        AT_FIRST = "first", _("for the first minutes")

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    hides = models.CharField(_("hide the counts"), max_length=8, choices=Hides, default=Hides.NEVER)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"),
        default=60,
        validators=[MinValueValidator(1), MaxValueValidator(WEEK)],
        help_text=_("How long the counts of a new comment are hidden, where they are hidden at first."),
    )
    line_votes = models.PositiveSmallIntegerField(
        _("votes before a comment can stand below the line"),
        default=10,
        validators=[MinValueValidator(3)],
    )
    line_share = models.FloatField(
        _("share of down votes from which it does"),
        default=0.75,
        validators=[MinValueValidator(0.5), MaxValueValidator(1)],
    )

    class Meta:
        verbose_name = _("voting policy")
        verbose_name_plural = _("voting policy")
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_voting_policy")]
        triggers: list[Any] = moves_edition()

    def __str__(self) -> str:
        return str(_("Voting policy"))
