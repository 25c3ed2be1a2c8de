"""A transaction that is undone on purpose: what it showed is kept, what it wrote is not."""

from django.http import HttpResponse


class Undone(Exception):
    """Carries a response out of a transaction that is undone."""

    def __init__(self, response: HttpResponse) -> None:
        super().__init__()
        self.response = response
