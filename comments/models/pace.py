"""How often a reader did something in the current window of time; one upsert counts, for all processes alike."""

from django.db import models


class Pace(models.Model):
    """`key` names the act and who did it; `count` is of the fixed window that began at `began_at`."""

    key = models.CharField(max_length=128, primary_key=True)
    began_at = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["began_at"], name="pace_oldest")]

    def __str__(self) -> str:
        return f"{self.key} {self.count}"
