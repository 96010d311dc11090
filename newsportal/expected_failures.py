"""Keeps what is known to happen to one line of the log: a made-up host, a form too large, a database that is away. Each comes with
every request for as long as it lasts, and a traceback a time would bury what nobody expected."""

from __future__ import annotations

import logging

import psycopg
from django.core.exceptions import SuspiciousOperation
from django.db import InterfaceError, OperationalError

# Each of them is answered with the page that says that we are away.
DATABASE_AWAY = (OperationalError, InterfaceError, psycopg.OperationalError)


class InOneLine(logging.Filter):
    """Lets every record through, those about an expected failure without their traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, DATABASE_AWAY):
            why = " ".join(str(error).split())
            record.msg, record.args = f"{record.getMessage()} (the database: {why})", None
        if isinstance(error, (SuspiciousOperation, *DATABASE_AWAY)):
            record.exc_info = record.exc_text = None
        return True
