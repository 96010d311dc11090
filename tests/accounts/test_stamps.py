"""Times in words."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone, translation

from accounts.stamps import clock, printed, second, stamp


@pytest.mark.parametrize(
    ("utc", "words"),
    [
        (datetime(2024, 11, 6, 22, 12, tzinfo=UTC), "Nov. 7, 2024 07:12 am JST"),
        (datetime(2024, 6, 1, 3, 0, tzinfo=UTC), "June 1, 2024 12:00 pm JST"),
        (datetime(2023, 12, 31, 15, 5, tzinfo=UTC), "Jan. 1, 2024 12:05 am JST"),
    ],
)
def test_a_time_reads_as_in_the_paper_in_the_sites_zone(utc: datetime, words: str) -> None:
    assert stamp(utc) == words
    assert printed(utc) == words.replace("2024 ", "2024  ")


def test_the_zone_follows_the_setting(settings: pytest.FixtureRequest) -> None:
    settings.TIME_ZONE = "Europe/Paris"
    assert stamp(datetime(2024, 7, 6, 22, 12, tzinfo=UTC)) == "July 7, 2024 12:12 am CEST"


def test_where_a_readers_clock_counts_it_is_theirs_that_is_named() -> None:
    time = datetime(2024, 11, 6, 22, 12, 5, tzinfo=UTC)
    with timezone.override("Europe/Berlin"):
        assert stamp(time) == "Nov. 6, 2024 11:12 pm CET"
        assert clock(time) == "11:12 pm CET" and second(time) == "11:12:05 pm CET"


def test_in_japanese_the_year_comes_first_and_the_hours_go_to_24() -> None:
    with translation.override("ja"):
        assert stamp(datetime(2024, 11, 7, 12, 5, tzinfo=UTC)) == "2024年11月7日 21:05 JST"
        assert clock(datetime(2024, 11, 6, 22, 12, tzinfo=UTC)) == "07:12 JST"
        assert second(datetime(2024, 11, 6, 22, 12, 5, 999_999, tzinfo=UTC)) == "07:12:05 JST"


def test_to_the_second_nothing_is_rounded_up() -> None:
    assert second(datetime(2024, 11, 6, 22, 12, 5, 999_999, tzinfo=UTC)) == "07:12:05 am JST"
