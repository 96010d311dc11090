"""nginx serves static files and pictures by itself: each as what it is, for good, and nothing beside them."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

from tests.deploy.conftest import ARTICLE
from tests.deploy.site import Site

pytestmark = pytest.mark.xdist_group("deploy")

FOR_GOOD = "public, max-age=31536000, immutable"


def linked(site: Site, pattern: str) -> list[str]:
    """The addresses on the article's page that match."""
    found = re.findall(rf'["\s](/{pattern})["\s]', site.ask(ARTICLE).text)
    assert found, pattern
    return found


@pytest.mark.parametrize(
    ("pattern", "kind"),
    [
        (r"static/css/[^\s\"]+\.css", "text/css"),
        (r"static/js/[^\s\"]+\.js", "text/javascript"),
        (r"static/img/[^\s\"]+\.svg", "image/svg+xml"),
        (r"media/[^\s\"]+\.webp", "image/webp"),
        (r"media/[^\s\"]+\.avif", "image/avif"),
    ],
)
def test_what_a_page_links_to_comes_with_its_type_and_for_good(site: Site, pattern: str, kind: str) -> None:
    for path in linked(site, pattern):
        answer = site.ask(path)
        assert (answer.status, answer.headers["Content-Type"]) == (200, kind)
        assert answer.headers["Cache-Control"] == FOR_GOOD
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert "X-Cache" not in answer.headers, "the application was asked"


def test_a_picture_as_it_was_sent_in_is_served_too(site: Site, var_dir: Path) -> None:
    (picture,) = (var_dir / "media").rglob("*.jpeg")
    answer = site.ask(f"/{picture.relative_to(var_dir)}")
    assert (answer.headers["Content-Type"], answer.body) == ("image/jpeg", picture.read_bytes())


def test_a_readers_picture_that_is_taken_away_is_asked_for_again_and_gone(site: Site, var_dir: Path) -> None:
    picture = var_dir / "media" / "readers" / "0" / "kelpie-96.webp"
    picture.parent.mkdir(parents=True)
    picture.write_bytes(b"RIFF")
    answer = site.ask("/media/readers/0/kelpie-96.webp")
    assert (answer.headers["Content-Type"], answer.headers["Cache-Control"]) == (
        "image/webp",
        "public, max-age=60",
    )
    again = {"If-Modified-Since": answer.headers["Last-Modified"]}
    assert site.ask("/media/readers/0/kelpie-96.webp", headers=again).status == 304
    picture.unlink()
    assert site.ask("/media/readers/0/kelpie-96.webp", headers=again).status == 404


def test_static_files_come_compressed_to_who_takes_that(site: Site) -> None:
    path = linked(site, r"static/css/base[^\s\"]+\.css")[0]
    packed = site.ask(path, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip" and "Accept-Encoding" in packed.headers["Vary"]
    assert gzip.decompress(packed.body) == site.ask(path).body


def test_a_file_that_is_not_there_is_not_missing_for_good(site: Site) -> None:
    for path in ("/static/css/base.000000000000.css", "/media/photos/none.jpg"):
        answer = site.ask(path)
        assert answer.status == 404 and "Cache-Control" not in answer.headers


@pytest.mark.parametrize("name", ["page.html", "page.svgz", "page.php", "page"])
def test_whatever_else_lies_among_the_pictures_is_a_download_and_no_page(
    site: Site, var_dir: Path, name: str
) -> None:
    (var_dir / "media" / name).write_text("<script>alert(1)</script>")
    answer = site.ask(f"/media/{name}")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    [
        "/static/.collected",
        "/media/.hidden",
        "/media/",
        "/static/css/",
        "/static../newsportal.env",
        "/media../newsportal.env",
        "/media/../newsportal.env",
        "/media/%2e%2e/newsportal.env",
        "/media/..%2fnewsportal.env",
        "/newsportal.env",
        "/pages/503.html",
        "/503.html",
        "/413.html",
    ],
)
def test_nothing_beside_them_can_be_had(site: Site, var_dir: Path, path: str) -> None:
    (var_dir / "media" / ".hidden").write_text("SECRET_KEY")
    answer = site.ask(path)
    assert answer.status in (301, 400, 403, 404) and b"SECRET_KEY" not in answer.body
