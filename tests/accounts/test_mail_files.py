"""Mail as files, where no mail server is set."""

from __future__ import annotations

from typing import Any

from accounts import mail


def test_each_mail_has_a_file_of_its_own_and_they_stand_in_their_order(mails: Any) -> None:
    for number in range(20):
        mail.send.enqueue(f"Mail {number}", "Body", "a@example.com", ["b@example.com"])
    assert [found["Subject"] for found in mails()] == [f"Mail {number}" for number in range(20)]
