"""The nouns of the portal itself, one a file."""

from newsportal.models.periodic_task import PeriodicTask

__all__ = ["PeriodicTask"]
