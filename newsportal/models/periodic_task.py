"""When each task that comes again and again is next due; the row that workers agree by."""

from django.db import models


class PeriodicTask(models.Model):
    """`path` is the task's, as in "comments.tasks.forget_paces". See `newsportal.periodic`."""

    path = models.CharField(max_length=200, primary_key=True)
    next_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.path
