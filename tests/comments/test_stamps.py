"""The time of a comment in words."""

from datetime import UTC, datetime

import pytest

from comments.stamps import stamp


@pytest.mark.parametrize(
    ("utc", "words"),
    [
        (datetime(2024, 11, 6, 22, 12, tzinfo=UTC), "Nov. 7, 2024  07:12 am JST"),
        (datetime(2024, 6, 1, 3, 0, tzinfo=UTC), "June 1, 2024  12:00 pm JST"),
        (datetime(2023, 12, 31, 15, 5, tzinfo=UTC), "Jan. 1, 2024  12:05 am JST"),
    ],
)
def test_a_time_reads_as_in_the_paper_in_the_sites_zone(utc: datetime, words: str) -> None:
    assert stamp(utc) == words


def test_the_zone_follows_the_setting(settings: pytest.FixtureRequest) -> None:
    settings.TIME_ZONE = "Europe/Paris"
    assert stamp(datetime(2024, 7, 6, 22, 12, tzinfo=UTC)) == "July 7, 2024  12:12 am CEST"
