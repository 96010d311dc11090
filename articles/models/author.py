"""Who wrote an article, as named in its byline; not necessarily someone with an account. No reader's name may look like it."""

from typing import Any

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import names
from articles.models.article_words import keeps_words_of_named
from articles.models.edition import moves_edition
from articles.models.former_address import keeps_former_address
from articles.models.gone_address import keeps_gone_address

# Whichever way an author comes about, the look of the name is kept from readers; for good, as what was written under it
# stays. A reader who was called so before keeps it.
_KEEP = """
    INSERT INTO accounts_name (look, name) SELECT unnest(NEW.looks), '' ON CONFLICT DO NOTHING;
    RETURN NULL;
"""


class BylineLooksField(ArrayField):
    """What the name looks like, written whenever the author is: Postgres can't reckon it."""

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        looks = names.byline_looks(model_instance.name)  # type: ignore[attr-defined]
        setattr(model_instance, self.attname, looks)
        return looks


class FoldedName(models.Func):
    """A name as the search compares it, see articles/folding.py."""

    function = "search_folded"
    output_field = models.TextField()


class Author(models.Model):
    """`user` joins the byline to an account, so that the author's comments can be marked as such."""

    name = models.CharField(_("name"), max_length=120)
    looks = BylineLooksField(models.CharField(max_length=32), default=list, editable=False)
    slug = models.SlugField(_("slug"), max_length=120, unique=True, allow_unicode=True)
    bio = models.TextField(_("biography"), blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="author",
        verbose_name=_("account"),
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        triggers = [
            *moves_edition(),
            keeps_words_of_named("SELECT article_id FROM articles_byline WHERE author_id = NEW.id"),
            keeps_former_address("author", "'/authors/' || OLD.slug || '/'", "slug"),
            keeps_gone_address("'/authors/' || OLD.slug || '/'"),
            pgtrigger.Trigger(
                name="keeps_its_name",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("looks"),
                func=_KEEP,
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("author", args=[self.slug])
