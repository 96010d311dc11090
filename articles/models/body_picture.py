"""Which photos stand in the text of an article.

A trigger on the article reads them off its body, so that no path (admin, load, restore of a version, SQL by hand) can leave the
library saying that a photo is used nowhere which readers see.
"""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.former_picture import NAMED
from articles.models.photo import Photo


class BodyPicture(models.Model):
    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="body_pictures")
    photo = models.ForeignKey(Photo, models.PROTECT, related_name="body_pictures")

    class Meta:
        default_permissions = ()
        verbose_name = _("picture in the text")
        verbose_name_plural = _("pictures in the text")
        constraints = [
            models.UniqueConstraint(fields=["article", "photo"], name="body_picture_once_in_a_text")
        ]

    def __str__(self) -> str:
        return f"{self.photo_id} in {self.article_id}"


def keeps_body_pictures() -> pgtrigger.Trigger:
    """The trigger for the Meta of the article. A picture in a body has the file of its photo for its address, or the last one that the
    photo had."""
    return pgtrigger.Trigger(
        name="keeps_body_pictures",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("body"),
        declare=[("found", "BIGINT[]")],
        func=f"""
            WITH named AS (
                SELECT matches[1] AS name
                  FROM {NAMED} AS matches
            )
            SELECT COALESCE(array_agg(photo_id), '{{}}') INTO found FROM (
                SELECT photo.id AS photo_id FROM named JOIN articles_photo AS photo ON photo.image = named.name
                UNION
                SELECT former.photo_id FROM named JOIN articles_formerpicture AS former ON former.name = named.name
            ) AS shown;
            DELETE FROM articles_bodypicture WHERE article_id = NEW.id AND photo_id <> ALL (found);
            INSERT INTO articles_bodypicture (article_id, photo_id)
            SELECT NEW.id, unnest(found) ON CONFLICT DO NOTHING;
            RETURN NULL;
        """,  # noqa: S608 (our own words only)
    )
