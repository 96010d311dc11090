"""A quick hasher that counts how often it is asked: each time would be an argon2 in production."""

from django.contrib.auth.hashers import MD5PasswordHasher

counted = 0


class CountingHasher(MD5PasswordHasher):
    def encode(self, password: str, salt: str) -> str:
        global counted  # noqa: PLW0603
        counted += 1
        return super().encode(password, salt)
