"""The names that readers bear or have borne: each look is one account's, for good."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from operator import itemgetter
from typing import TYPE_CHECKING, ClassVar

import pgtrigger
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _

from accounts import names

if TYPE_CHECKING:
    from accounts.models.user import User

# By which the database's refusals are known.
LOOK_TAKEN, NAME_TAKEN = "name_look_taken", "user_name_unique"

# A name's looks are claimed as it is written, whichever way that comes about: of two who take names that look the same at
# once, the second waits here for the first and is refused. An account may go back to what it was called before.
CLAIM = f"""
    IF NEW.looks IS NULL THEN
        RETURN NULL;
    END IF;
    INSERT INTO accounts_name (look, name, bearer_id)
        SELECT look, NEW.username, NEW.id FROM unnest(NEW.looks) AS look ORDER BY look
        ON CONFLICT (look) DO UPDATE SET name = excluded.name WHERE accounts_name.bearer_id = excluded.bearer_id;
    GET DIAGNOSTICS claimed = ROW_COUNT;
    IF claimed < cardinality(NEW.looks) THEN
        RAISE unique_violation USING CONSTRAINT = '{LOOK_TAKEN}', MESSAGE = 'the name looks like another''s';
    END IF;
    RETURN NULL;
"""  # noqa: S608 (our own words only)


_CLAIM_ALL = """
    WITH wanted AS (SELECT * FROM unnest(%s::text[], %s::text[], %s::bigint[]) AS wanted (look, name, id)),
         won AS (INSERT INTO accounts_name (look, name, bearer_id) SELECT * FROM wanted ON CONFLICT DO NOTHING
                 RETURNING look, bearer_id)
    UPDATE accounts_user u SET looks = one.looks
      FROM (SELECT wanted.id, array_agg(wanted.look) AS looks, bool_and(won.look IS NOT NULL) AS is_whole
              FROM wanted LEFT JOIN won ON won.look = wanted.look AND won.bearer_id = wanted.id
             GROUP BY wanted.id) one
     WHERE u.id = one.id AND one.is_whole
"""


class NameQuerySet(models.QuerySet["Name"]):
    def like(self, name: str) -> NameQuerySet:
        """Those that look as `name` does."""
        return self.filter(look__in=names.looks(name))

    def borne_before(self, user: User) -> NameQuerySet:
        """What the account was called before, each name once: by the look of it that they have had the longest."""
        names_before = self.filter(bearer=user.pk).exclude(name=user.username)
        looks = Name.objects.filter(bearer=user.pk, name=models.OuterRef("name")).order_by("since", "look")
        return names_before.filter(look=models.Subquery(looks.values("look")[:1]))

    def bearers(self, borne: Iterable[str]) -> dict[str, int]:
        """{name: id} of those of the names `borne` that somebody bears or has borne, in whatever case."""
        given = {name: name.lower() for name in borne}
        known = self.annotate(lower=Lower("name")).filter(lower__in=given.values(), bearer__isnull=False)
        bearers = dict(known.values_list("lower", "bearer"))
        return {name: bearers[lower] for name, lower in given.items() if lower in bearers}

    def is_free(self, name: str) -> bool:
        return not self.filter(look__in=[*names.looks(name), *names.byline_looks(name)]).exists()

    def require_free(self, name: str, *, bearer: int | None = None, of_house: bool = False) -> None:
        """Raises ValidationError where `name` is, was or looks like that of another than `bearer` (an id), or like one under
        which articles are written: that only who is `of_house` may have, and who had it before."""
        alike = list(self.like(name))
        # Of one look each: a name may look like one's own and like another's.
        others = [other for other in alike if bearer is None or other.bearer_id != bearer]
        if others:
            raise _taken(is_same=any(other.name.lower() == name.lower() for other in others))
        if alike:
            return
        if not of_house and self.filter(look__in=names.byline_looks(name)).exists():
            raise ValidationError(
                _(
                    "Somebody writes articles here under this name. Choose one that nobody can mistake for it."
                ),
                code="byline",
            )

    def claim(self, bearers: dict[int, str]) -> None:
        """Gives each of the new accounts {id: name} its looks, where nobody has them; else it stays without. For imported
        names, which must be kept as they are: their looks are then somebody else's, so that no third can have them."""
        # In the order of looks, so that two who do this at once can't deadlock; of one look the first account has it.
        wanted = [(look, name, pk) for pk, name in bearers.items() for look in names.looks(name)]
        wanted.sort(key=itemgetter(0))
        if not wanted:
            return
        with connection.cursor() as cursor:
            cursor.execute(_CLAIM_ALL, [list(column) for column in zip(*wanted, strict=True)])


@contextmanager
def told_where_taken() -> Iterator[None]:
    """Raises ValidationError where the database refuses a name within the block, as one that was given away a moment ago."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        diagnosis = getattr(error.__cause__, "diag", None)
        constraint = diagnosis and diagnosis.constraint_name
        if constraint not in {LOOK_TAKEN, NAME_TAKEN, "accounts_user_username_key"}:
            raise
        raise _taken(is_same=constraint != LOOK_TAKEN) from error


def _taken(*, is_same: bool) -> ValidationError:
    if is_same:
        return ValidationError(_("This name is taken."), code="taken")
    sentence = _("This name looks like one that is taken. Choose one that nobody can mistake for it.")
    return ValidationError(sentence, code="alike")


class Name(models.Model):
    """`look` is the same for names that look the same; a name may have two. Of an account that was erased only the looks
    stay, so that nobody can speak in its name. Those of bylines are here as well, borne by nobody: articles write them."""

    look = models.CharField(_("look"), max_length=32, primary_key=True)
    name = models.CharField(_("name"), max_length=150, blank=True)
    bearer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="names", verbose_name=_("bearer")
    )
    since = models.DateTimeField(_("since"), db_default=Now())

    objects: ClassVar[NameQuerySet] = NameQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("name")
        verbose_name_plural = _("names")
        default_permissions = ()
        indexes = [models.Index(Lower("name"), name="name_by_name")]
        triggers = [
            pgtrigger.Trigger(
                name="forgets_the_erased",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("bearer_id"),
                condition=pgtrigger.Q(new__bearer__isnull=True),
                func="NEW.name := ''; RETURN NEW;",
            )
        ]

    def __str__(self) -> str:
        return self.name
