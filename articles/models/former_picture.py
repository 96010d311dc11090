"""Files that a photo had before another was chosen: texts that name one show what the photo has now.

Triggers see to it, so that no path (admin, load, a form that was opened before, the restore of a version, SQL by hand) can bring a
picture back that was exchanged, or leave readers with a hole once its file is gone.
"""

from __future__ import annotations

import pgtrigger
from django.db import models

# The pictures that an article's body names, each the file's name in the storage; for triggers.
NAMED = """regexp_matches(NEW.body, '<img[^>]* src="/media/(photos/[^"]+)"', 'g')"""


class FormerPicture(models.Model):
    """`name` is that of the file in the storage; none is ever used again."""

    name = models.CharField(max_length=100, primary_key=True)
    photo = models.ForeignKey("articles.Photo", models.CASCADE, related_name="former_pictures")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


def keeps_former_picture() -> pgtrigger.Trigger:
    """The trigger for the Meta of the photo: notes the file that was exchanged, and has the texts that show it read again. Where a
    photo has none any more, texts go on to name the last."""
    return pgtrigger.Trigger(
        name="keeps_former_picture",
        when=pgtrigger.After,
        operation=pgtrigger.UpdateOf("image"),
        condition=pgtrigger.Condition("OLD.image <> NEW.image"),
        func="""
            DELETE FROM articles_formerpicture WHERE name = NEW.image;
            IF OLD.image <> '' THEN
                INSERT INTO articles_formerpicture (name, photo_id) VALUES (OLD.image, NEW.id)
                    ON CONFLICT (name) DO UPDATE SET photo_id = excluded.photo_id;
            END IF;
            UPDATE articles_article SET body = body
             WHERE id IN (SELECT article_id FROM articles_bodypicture WHERE photo_id = NEW.id) AND NEW.image <> '';
            RETURN NULL;
        """,
    )


def shows_current_pictures() -> pgtrigger.Trigger:
    """The trigger for the Meta of the article: for each picture that was exchanged its body has the one that came after."""
    return pgtrigger.Trigger(
        name="shows_current_pictures",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("body"),
        condition=pgtrigger.Condition("strpos(NEW.body, 'src=\"/media/photos/') > 0"),
        declare=[("former", "RECORD")],
        func=f"""
            FOR former IN
                SELECT DISTINCT f.name, photo.image
                  FROM {NAMED} AS named
                  JOIN articles_formerpicture AS f ON f.name = named[1]
                  JOIN articles_photo AS photo ON photo.id = f.photo_id AND photo.image <> ''
            LOOP
                NEW.body = replace(NEW.body, '"/media/' || former.name || '"', '"/media/' || former.image || '"');
            END LOOP;
            RETURN NEW;
        """,  # noqa: S608 (our own words only)
    )
