"""Erasure of an account: asked for, waited with for two weeks, taken back until then, and carried out by the worker.

What an app keeps of a reader it names in one line of its AppConfig, and so nothing here needs to know of it:

    erasing = "comments.erasing.erase"

That is a generator function which is given the user. It takes away what is the user's, a batch after the other, each in a
transaction of its own, and yields after each; called again it goes on where the last call ended. Rows that hang on the user
by a foreign key may be left to the database, as long as they are few.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from django.apps import apps
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import OperationalError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django_tasks_db.models import DBTaskResult
from psycopg.errors import LockNotAvailable

from accounts import languages, mail, mail_limits, pictures, sessions
from accounts.models.user import User

if TYPE_CHECKING:
    from django.db.models import QuerySet

# Long enough for an evening's anger to pass and for a mail to be read after a holiday.
TO_THINK = timedelta(days=14)
# At a stretch, so that mails which somebody waits for aren't kept; the next minute goes on.
SECONDS = 20
# Milliseconds for which the last step waits for a lock; less than the second after which Postgres looks for deadlocks.
PATIENCE = 500
_SALT = "accounts.erasing"


class Void(Exception):
    """The link doesn't work: forged, used, or the account is erased."""


def ask(user: User, *, removes: bool) -> None:
    """See User.ask_erasure."""
    require_may(user)
    with transaction.atomic():
        locked = User.objects.select_for_update(no_key=True).get(pk=user.pk)
        is_new = locked.erasure_due_at is None
        locked.erasure_due_at = locked.erasure_due_at or timezone.now() + TO_THINK
        locked.erasure_removes = removes
        locked.save(update_fields=["erasure_due_at", "erasure_removes"])
        if is_new:
            _write(locked)
    user.erasure_due_at, user.erasure_removes = locked.erasure_due_at, locked.erasure_removes


def take_back(user: User) -> None:
    """See User.take_back_erasure. One that the worker has begun finds the account closed, and goes on."""
    User.objects.filter(pk=user.pk, is_active=True).update(erasure_due_at=None)
    user.refresh_from_db(fields=["erasure_due_at"])


def require_may(user: User) -> None:
    """Raises ValidationError with the sentence for whoever may not be erased."""
    if user.is_staff:
        raise ValidationError(
            _(
                "This account belongs to the newsroom: what was published and decided with it must stay answerable. "
                "Have an administrator take its rights away first. Articles keep the name of their author."
            ),
            code="staff",
        )


def link_to_keep(user: User) -> str:
    """The address for the mail, by which whoever has it takes the erasure back. It gives no other power."""
    due_at = user.erasure_due_at.timestamp() if user.erasure_due_at else 0
    return settings.SITE_URL + reverse("keep_account", args=[signing.dumps([user.pk, due_at], salt=_SALT)])


def read(token: str) -> User:
    """Whose erasure the link takes back. Raises Void."""
    try:
        pk, due_at = signing.loads(token, salt=_SALT)
        user = User.objects.get(pk=pk, is_active=True, erasure_due_at__isnull=False)
    except (signing.BadSignature, TypeError, ValueError, User.DoesNotExist) as error:
        raise Void from error
    if user.erasure_due_at is None or user.erasure_due_at.timestamp() != due_at:
        raise Void
    return user


def _write(user: User) -> None:
    """Leaves the mail to the worker: to the address that is known to be the user's, else to the one they gave."""
    found = EmailAddress.objects.filter(user=user).order_by("-verified", "-primary").first()
    if found is None or not (found.verified or mail_limits.may_go("erasure", found.email)):
        return
    shown = {
        "user": user,
        "keep_url": link_to_keep(user),
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
    }
    with languages.writing_to(user):
        mail.post(get_adapter().render_mail("accounts/email/erasure", found.email, shown))


# ------------------------------------------------------------------ carrying it out


def erase_due(seconds: float = SECONDS) -> None:
    """Carries out what is due, for so long; the next call goes on."""
    end = time.monotonic() + seconds
    for user in _due(timezone.now()):
        if not carry_out(user, until=end):
            return


def _due(now: datetime) -> QuerySet[User]:
    return User.objects.filter(erasure_due_at__lte=now).order_by("erasure_due_at")


def carry_out(user: User, *, until: float) -> bool:
    """Erases `user`, unless they have taken it back; returns whether all is done. Whenever it ends, be it that the process
    is killed, the next call goes on: what is done is done, and the account itself goes last."""
    try:
        if not _close(user):
            return True
        for _batch in _batches(user):
            if time.monotonic() > until:
                return False
        _finish(user)
    except OperationalError as error:
        if not isinstance(error.__cause__, LockNotAvailable):
            raise
        # Somebody is in the midst of something, be it the reader themself: this side lets go, and the next call goes on.
        return False
    return True


def _close(user: User) -> bool:
    """From here on nobody is in, so nothing new comes, and there is no way back. False where it isn't due any more."""
    with _patience():
        is_due = _due(timezone.now()).filter(pk=user.pk).update(is_active=False)
    if is_due:
        sessions.end_all(user)
    return bool(is_due)


@contextmanager
def _patience() -> Iterator[None]:
    """A transaction in which nothing is waited for longer than that."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = {PATIENCE}")
        yield


def _batches(user: User) -> Iterator[None]:
    for app in apps.get_app_configs():
        path = getattr(app, "erasing", None)
        if path:
            yield from import_string(path)(user)


def _finish(user: User) -> None:
    """What is left, with the account. Its row is locked first, against all that would still hang itself on it: a comment that
    was being posted while the account was closed (`User.objects.hold`) is waited for, and in the last batches."""
    with _patience():
        locked = User.objects.select_for_update().get(pk=user.pk)
        for _batch in _batches(locked):
            pass
        addresses = {locked.email, *EmailAddress.objects.filter(user=locked).values_list("email", flat=True)}
        for address in addresses - {""}:
            # Mails are tasks until they are forgotten; their arguments are what was written, and to whom.
            DBTaskResult.objects.filter(args_kwargs__args__contains=[[address]]).delete()
            DBTaskResult.objects.filter(args_kwargs__args__contains=[address]).delete()
        kind = ContentType.objects.get_for_model(User)
        LogEntry.objects.filter(content_type=kind, object_id=str(locked.pk)).delete()
        # First, so that a process that is killed here leaves no file of an account that is gone.
        pictures.sweep(user)
        locked.delete()
