"""How passwords are kept."""

from django.contrib.auth import hashers

from core import costly


class PBKDF2PasswordHasher(hashers.PBKDF2PasswordHasher):
    """Django's own, which takes a core for a good part of a second; no page waits for it."""

    def encode(self, password: str, salt: str, iterations: int | None = None) -> str:
        costly.begin("password")
        return super().encode(password, salt, iterations)
