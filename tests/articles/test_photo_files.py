"""What lies on the disk for a photo: what pages name, and a while later nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import transaction
from django.test import Client

from articles.models import Article, BodyPicture, Photo
from articles.photo_files import GRACE, forget
from articles.versions import lost_pictures
from tests.articles.desk_form import change_page, opened
from tests.articles.photos import LIBRARY, TYPED, in_text, jpeg, photo, upload
from tests.at_once import in_a_thread, waits_for_us
from tests.clients import signed_in
from tests.comments.pages import words
from tests.factories import ArticleFactory, EditorFactory
from tests.newsportal.machine import until
from tests.worker import work

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Client:
    return signed_in(EditorFactory())


def there(names: set[str]) -> set[str]:
    return {name for name in names if default_storage.exists(name)}


def after_grace() -> None:
    work(later=GRACE + timedelta(minutes=1))


def change(editor: Client, changed: Photo, **typed: object) -> Photo:
    assert editor.post(f"{LIBRARY}{changed.pk}/change/", TYPED | typed).status_code == 302
    work()
    return Photo.objects.get(pk=changed.pk)


def test_what_was_cut_around_another_point_goes_after_a_day_and_the_widths_stay(editor: Client) -> None:
    moved = photo()
    before = moved.files
    now = change(editor, moved, focus_x=10).files
    assert there(before | now) == before | now
    # The shapes alone are others; a text that was sent with its widths names what is there.
    assert {name.rpartition(".")[2] for name in before - now} == {"jpg"} and len(before - now) == 3
    after_grace()
    assert there(before | now) == now


def test_a_point_that_moves_back_keeps_its_files(editor: Client) -> None:
    moved = photo()
    before = moved.files
    away = change(editor, moved, focus_x=10).files
    assert change(editor, moved, focus_x=50).files == before
    after_grace()
    assert there(before | away) == before


def test_an_exchanged_picture_goes_with_its_sizes(editor: Client) -> None:
    exchanged = photo()
    before = exchanged.files
    now = change(editor, exchanged, image=upload(jpeg((900, 600)))).files
    assert now.isdisjoint(before) and there(before) == before
    after_grace()
    assert there(before | now) == now


@pytest.mark.parametrize("how", ["exchanged", "deleted"])
def test_what_readers_are_no_more_to_see_is_gone_once_no_cache_sends_pages_with_it(
    editor: Client, how: str
) -> None:
    gone = photo()
    if how == "exchanged":
        change(editor, gone, image=upload(jpeg((900, 600))))
    else:
        editor.post(f"{LIBRARY}{gone.pk}/delete/", {"post": "yes"})
    public = f"/media/{gone.image.name}"
    # As long as a page may come from a cache whose site doesn't answer: see stored_pages.
    work(later=timedelta(minutes=10))
    assert there(gone.files) == gone.files and b"".join(Client().get(public).streaming_content)
    work(later=timedelta(minutes=16))
    assert there(gone.files) == set() and Client().get(public).status_code == 404


def test_a_picture_that_is_exchanged_is_exchanged_in_texts_too(editor: Client) -> None:
    exchanged, other = photo(), photo()
    before = exchanged.files
    article = ArticleFactory(body=in_text(exchanged, other))
    page = article.get_absolute_url()
    assert Photo.objects.get(pk=exchanged.pk).src in Client().get(page).text
    now = change(editor, exchanged, image=upload(jpeg((900, 600))))
    shown = Client().get(page).text
    assert now.src in shown and 'width="900" height="600"' in shown and other.src in shown
    assert not any(name in shown for name in before)
    assert set(BodyPicture.objects.values_list("photo", flat=True)) == {exchanged.pk, other.pk}
    after_grace()
    assert there(before) == set() and there(now.files) == now.files


def test_nothing_brings_it_back(editor: Client) -> None:
    exchanged = photo()
    article = ArticleFactory(body=in_text(exchanged))
    old = article.body
    # Opened before it was exchanged, and saved after it; then once more, and brought back.
    sent = opened(editor, article) | {"headline": "Said otherwise", "_save": ""}
    first = change(editor, exchanged, image=upload(jpeg((900, 600))))
    answer = editor.post(change_page(article), sent)
    assert "Somebody else has saved this article" in answer.text
    now = change(editor, exchanged, image=upload(jpeg((700, 500))))
    for body in (old, in_text(first)):
        Article.objects.filter(pk=article.pk).update(body=body)
        assert Article.objects.get().body == in_text(now)
    assert lost_pictures(old + in_text(first)) == set()
    after_grace()
    assert there(first.files | exchanged.files) == set()


def test_a_text_goes_on_to_name_what_its_photo_has_no_more_until_it_has_another(editor: Client) -> None:
    cleared = photo()
    article = ArticleFactory()
    change(editor, cleared, **{"image-clear": "on"})
    # As who saves at that moment has it.
    Article.objects.filter(pk=article.pk).update(body=in_text(cleared))
    after_grace()
    assert there(cleared.files) == {cleared.image.name}
    now = change(editor, cleared, image=upload(jpeg((900, 600))))
    article.refresh_from_db()
    assert article.body == in_text(now)


@pytest.mark.django_db(transaction=True)
def test_a_text_that_takes_it_at_the_moment_of_the_exchange_is_put_right_before_the_file_goes(
    editor: Client,
) -> None:
    exchanged = photo()
    article = ArticleFactory(body="<p>Nothing yet.</p>")
    with transaction.atomic():
        # As who saves at that moment sees it: the exchange isn't there yet.
        Photo.objects.filter(pk=exchanged.pk).update(image="photos/2026/01/other-0123456789ab.jpeg")
        saving, _answers = in_a_thread(
            lambda: Article.objects.filter(pk=article.pk).update(body=in_text(exchanged))
        )
        assert until(waits_for_us)
    saving.join()
    article.refresh_from_db()
    assert exchanged.image.url in article.body
    forget(exchanged.image.name, [exchanged.image.name])
    article.refresh_from_db()
    assert "other-0123456789ab.jpeg" in article.body and not default_storage.exists(exchanged.image.name)


def test_what_was_deleted_goes_after_a_day(editor: Client) -> None:
    spare, other = photo(), photo()
    editor.post(f"{LIBRARY}{spare.pk}/delete/", {"post": "yes"})
    work()
    assert there(spare.files) == spare.files
    after_grace()
    assert not there(spare.files) and there(other.files) == other.files


@pytest.mark.django_db(transaction=True)
def test_what_is_undone_deletes_nothing(editor: Client) -> None:
    spare = photo()
    with transaction.atomic():
        spare.remove()
        transaction.set_rollback(True)
    after_grace()
    kept = Photo.objects.get()
    assert there(kept.files) == kept.files


def test_a_deleted_picture_that_a_load_brought_back_stays() -> None:
    spare = photo()
    name = spare.image.name
    spare.remove()
    Photo.objects.create(image=name)
    after_grace()
    assert default_storage.exists(name)


def test_the_library_says_which_sizes_cant_be_made(editor: Client) -> None:
    photo()
    lost = photo("lost.jpg")
    Photo.objects.filter(pk=lost.pk).update(sizes_made=False, sizes_tries=5)
    sentence = "Its sizes can't be made"
    for page in (LIBRARY, f"{LIBRARY}{lost.pk}/change/"):
        assert words(editor.get(page).text).count(sentence) == 1
    found = editor.get(LIBRARY, {"sizes": "given_up"}).context["cl"].queryset
    assert [one.pk for one in found] == [lost.pk]
