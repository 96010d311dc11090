"""The sessions, in the database as Django keeps them; each request of a reader asks for one, by a query that is compiled
once (SESSION_ENGINE)."""

from __future__ import annotations

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import CharField, DateTimeField
from django.utils import timezone

from newsportal.compiled import Compiled, Parameter, first

_living = Compiled(
    lambda: Session.objects.filter(
        session_key=Parameter("key", CharField()), expire_date__gt=Parameter("now", DateTimeField())
    )
)


class SessionStore(db.SessionStore):
    def _get_session_from_db(self) -> Session | None:
        session = first(_living(key=self.session_key, now=timezone.now()))
        if session is None:
            self._session_key = None
        return session
