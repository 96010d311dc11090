"""Pictures in the text go out with a dump and come in with a load, where the text has them."""

from __future__ import annotations

import base64
import json
import shutil
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client

from articles.models import Article, BodyPicture, Photo
from tests.articles.photos import in_text, jpeg, photo
from tests.factories import ArticleFactory
from tests.newsportal.exchanging import dump, load

pytestmark = pytest.mark.django_db


def test_a_picture_of_a_text_is_loaded_to_where_the_text_has_it(tmp_path: Path, client: Client) -> None:
    shown, twice = photo(credit="Ada", ppoi="0.2x0.9"), photo("gulls.jpg", caption="Gulls")
    article = ArticleFactory(body=in_text(shown, twice))
    ArticleFactory(body=in_text(twice))
    first = dump()
    Article.objects.all().delete()
    Photo.objects.all().delete()
    shutil.rmtree(settings.MEDIA_ROOT)
    load(tmp_path, *map(json.loads, first.splitlines()))
    assert dump() == first
    assert BodyPicture.objects.count() == 3 and Photo.objects.count() == 2
    back = Photo.objects.get(credit="Ada")
    assert (back.caption, back.ppoi, back.width, back.height) == (shown.caption, "0.2x0.9", 800, 500)
    assert b"".join(client.get(shown.image.url).streaming_content).startswith(b"\xff\xd8")
    assert f'src="{shown.image.url}" width="800"' in client.get(article.get_absolute_url()).text
    load(tmp_path, *map(json.loads, first.splitlines()))
    assert dump() == first and Photo.objects.count() == 2


def inline(data: bytes) -> str:
    return "data:image/jpeg;base64," + base64.b64encode(data).decode()


@pytest.mark.parametrize(
    ("picture", "told"),
    [
        ({"at": "/media/../settings.py", "image": inline(jpeg())}, "pictures: at must be an address"),
        ({"at": "/media/readers/7/a-96.webp", "image": inline(jpeg())}, "pictures: at must be an address"),
        ({"image": inline(jpeg())}, "pictures: at must be an address"),
        ({"at": "/media/photos/2026/11/a-0123456789ab.jpeg", "image": inline(b"<svg/>")}, "not a picture"),
        ({"at": "/media/photos/2026/11/a-0123456789ab.jpeg", "focus": "x"}, "pictures: focus"),
    ],
)
def test_a_bad_picture_is_named(tmp_path: Path, picture: dict[str, Any], told: str) -> None:
    record = {"section": "harbour", "headline": "Night ferry", "body": ["One."], "pictures": [picture]}
    (tmp_path / "a.json").write_text(json.dumps(record))
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("load", str(tmp_path / "a.json"), stdout=out, stderr=out)
    assert "line 1: " in out.getvalue() and told in out.getvalue()
    assert not Photo.objects.exists() and not list(Path(settings.MEDIA_ROOT).rglob("*.py"))
