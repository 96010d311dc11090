"""The sizes of a photo are tried now, later, and not for ever."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.utils import timezone

from articles.models import Photo
from articles.models.photo import FIRST_WAIT, MOST_TRIES
from articles.tasks import make_missing_sizes, make_sizes
from tests.articles.photos import LIBRARY, TYPED, jpeg, photo, upload
from tests.clients import signed_in
from tests.factories import EditorFactory
from tests.worker import work

pytestmark = pytest.mark.django_db


@pytest.fixture
def broken() -> Photo:
    """One whose file the storage has lost."""
    lost = photo()
    for name in lost.files:
        default_storage.delete(name)
    Photo.objects.filter(pk=lost.pk).update(sizes_made=False)
    return lost


def tries(of: Photo) -> int:
    return Photo.objects.values_list("sizes_tries", flat=True).get(pk=of.pk)


def test_one_that_fails_is_tried_after_longer_and_longer_times_and_given_up(broken: Photo) -> None:
    make_sizes.enqueue(broken.pk)
    work()
    waited, now = [], timezone.now()
    for _hour in range(24 * 7):
        now += timedelta(hours=1)
        with time_machine.travel(now):
            before = tries(broken)
            make_missing_sizes.call()
            work()
            if tries(broken) > before:
                waited.append(now)
    steps = [later - earlier for earlier, later in itertools.pairwise(waited)]
    assert tries(broken) == MOST_TRIES == len(waited) + 1
    assert steps == sorted(steps) and steps[0] >= 4 * FIRST_WAIT
    assert Photo.objects.get().is_given_up


def test_one_that_takes_the_worker_down_is_given_up_too(broken: Photo) -> None:
    Photo.objects.update(sizes_tries=MOST_TRIES)
    default_storage.save(broken.image.name, upload(jpeg()))
    make_sizes.call(broken.pk)
    broken.refresh_from_db()
    assert broken.is_given_up


def test_what_could_be_made_at_last_is_counted_no_more(broken: Photo) -> None:
    make_sizes.call(broken.pk)
    assert tries(broken) == 1
    default_storage.save(broken.image.name, upload(jpeg()))
    make_sizes.call(broken.pk)
    broken.refresh_from_db()
    assert (broken.sizes_made, broken.sizes_tries, broken.sizes_due_at) == (True, 0, None)


def test_a_file_chosen_again_is_tried_again(broken: Photo) -> None:
    Photo.objects.update(sizes_tries=MOST_TRIES)
    typed = TYPED | {"image": upload(jpeg())}
    assert signed_in(EditorFactory()).post(f"{LIBRARY}{broken.pk}/change/", typed).status_code == 302
    work()
    broken.refresh_from_db()
    assert broken.sizes_made and not broken.sizes_tries
