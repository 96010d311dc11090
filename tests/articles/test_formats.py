"""Pictures as AVIF for browsers that show it, as WebP for the others."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone
from PIL import Image

from articles.models import Photo
from articles.tasks import make_missing_sizes
from tests.articles.photos import in_text, photo
from tests.factories import ArticleFactory
from tests.worker import work

pytestmark = pytest.mark.django_db


def test_browsers_that_can_get_it_smaller(client: Client) -> None:
    shown = photo()
    article = ArticleFactory(photo=shown, body=in_text(shown))
    for page in (client.get(article.get_absolute_url()).text, client.get("/").text):
        sources = re.findall(
            r'<picture>\s*<source type="image/avif" srcset="([^"]+)" sizes="[^"]+">\s*<img', page
        )
        assert sources and set(sources) == {shown.avif_srcset}
    files = [source.split() for source in shown.avif_srcset.split(", ")]
    assert [width for _address, width in files] == ["320w", "640w"]
    for address, width in files:
        content = b"".join(client.get(address).streaming_content)
        with Image.open(BytesIO(content)) as made:
            assert (made.format, f"{made.width}w") == ("AVIF", width) and not made.getexif()


def test_one_from_before_there_was_avif_serves_what_was_made_until_the_worker_has_come_to_it(
    client: Client,
) -> None:
    shown = photo()
    made = [default_storage.path(name) for name in shown.files if name.endswith(".avif")]
    for file in made:
        Path(file).unlink()
    Photo.objects.update(avif_made=False, uploaded_at=timezone.now() - timedelta(days=1))
    article = ArticleFactory(photo=shown, body=in_text(shown))
    page = client.get(article.get_absolute_url()).text
    assert "avif" not in page and page.count(f'srcset="{shown.srcset}"') == 2
    make_missing_sizes.enqueue()
    work()
    assert Photo.objects.get().avif_made and all(Path(file).exists() for file in made)
    assert "avif" in client.get(article.get_absolute_url()).text
    assert not Photo.objects.without_sizes(timezone.now()).exists()
