"""Work that takes long: the server has threads of its own for it, so that no page waits for it."""

import threading
from typing import Literal

CostlyWork = Literal["password", "pdf", "picture", "search", "many"]


class OtherThread(BaseException):
    """The request is to be answered from its start by a thread for this kind of work.

    It is no Exception: nothing between the work and the server may take it for a fault.
    """

    def __init__(self, kind: CostlyWork) -> None:
        super().__init__(kind)
        self.kind = kind


class _Here(threading.local):
    # Whether this thread is for pages. Other servers, commands and tests have no such threads.
    is_for_pages = False


here = _Here()


def begin(kind: CostlyWork) -> None:
    """Call this before costly work, and before anything that must not be done twice."""
    if here.is_for_pages:
        raise OtherThread(kind)
