from contextvars import ContextVar

V = ContextVar("v", default=None)


def of_request():
    return V.get()
