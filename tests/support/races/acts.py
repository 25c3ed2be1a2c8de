"""What people do to an article at the same moment, and the races that have a name."""

import itertools
from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from editing.models import Activity, WorkflowState
from editing.pending import changes
from tests.support.desk_client import LATER, Desk, person
from tests.support.items import write_draft
from tests.support.races.held import HeldPair, at_once
from tests.support.races.invariants import faults

numbers = itertools.count()


def press(button, **changed):
    """Return how to open the form and to press a button of it later."""

    def prepare(desk, article):
        typed = {name: each.format(desk.user) for name, each in changed.items()}
        sent = desk.form(article) | typed | {button: ""}
        return lambda: desk.send(article, sent)

    return prepare


def restore(desk, article):
    oldest = Activity.objects.of(article).filter(revision__isnull=False).last()
    return lambda: desk.client.post(desk.url(article, "restore", oldest.pk))


def delete(desk, article):
    return lambda: desk.client.post(desk.url(article, "delete"), {"post": "yes"})


def publish_scheduled(desk, article):
    return changes.publish_scheduled


# By whom, and how it is prepared: what that returns is done in a thread.
ACTS: dict[str, tuple[str, Callable]] = {
    "save": ("Editor", press("_save", title_en="Text of {}")),
    "submit": ("Editor", press("_submit", title_en="Text of {}")),
    "restore": ("Editor", restore),
    "publish": ("Reviewer", press("_publish")),
    "schedule": ("Reviewer", press("_publish", **LATER)),
    "return": ("Reviewer", press("_return", _reason="Too long.")),
    "withdraw": ("Reviewer", press("_withdraw")),
    "discard": ("Reviewer", press("_discard")),
    "delete": ("Reviewer", delete),
    "due change": ("Author", publish_scheduled),
}
PAIRS = [
    ("draft", "publish", "restore"),
    ("published", "withdraw", "restore"),
    ("draft", "delete", "restore"),
    ("draft", "delete", "save"),
    ("pending", "publish", "discard"),
    ("due", "due change", "save"),
    ("due", "due change", "withdraw"),
]


class Newsroom:
    """Two people of each role, and the author of each article that they work on."""

    def __init__(self):
        self.desks = {role: (desk(role), desk(role)) for role in ("Editor", "Reviewer")}
        self.desks["Author"] = (desk("Editor"),) * 2

    def article(self, state):
        """Return a new article of two versions, or of three where changes are pending."""
        article = write_draft(f"race-{next(numbers)}")
        button = {"draft": "_save", "review": "_submit"}.get(state, "_publish")
        role = "Reviewer" if button == "_publish" else "Author"
        self.desks[role][0].save(article, button, title_en="Second")
        if state in ("pending", "due"):
            self.desks["Author"][0].save(article, title_en="Third")
        return article

    def race(self, run, state, *names):
        """Let people act on a new article; return what is wrong afterwards."""
        article = self.article(state)
        desks = [self.desks[ACTS[name][0]][place] for place, name in enumerate(names)]
        acts = [ACTS[name][1](desk, article) for name, desk in zip(names, desks, strict=True)]
        if state == "due":
            WorkflowState.objects.of(article).update(
                scheduled_at=timezone.now() - timedelta(minutes=1)
            )
        since = Activity.objects.latest("pk").pk
        return faults(article, since, zip(names, desks, run(*acts), strict=True))

    def hold(self, state, *names):
        """Let the second act read what it reads before its lock while the first has its own."""
        pair = HeldPair()
        return self.race(pair.run, state, *names) + pair.missed()

    def four_save(self):
        """Let four people save at once; exactly one is first."""
        article = self.article("draft")
        acts = [ACTS["save"][1](desk("Editor"), article) for _number in range(4)]
        codes = sorted(each.status_code for each in at_once(*acts))
        return [] if codes == [302, 409, 409, 409] else [f"They are answered {codes}."]

    def open_form(self, *, stops_before):
        """Open a form, stopped where it reads the state, while a colleague saves; then send it."""
        opener, saver = self.desks["Editor"]
        article = self.article("draft")
        save = ACTS["save"][1](saver, article)
        is_read = f'FROM "{WorkflowState._meta.db_table}"'
        pair = HeldPair(lambda sql: is_read in sql, lambda sql: False, stops_before=stops_before)
        form, _saved = pair.run(lambda: opener.form(article), save)
        code = opener.send(article, form | {"standfirst_en": "Mine.", "_save": ""}).status_code
        opener.messages(), saver.messages()
        if code == (302 if stops_before and form["title_en"] != "Second" else 409):
            return pair.late
        return [f"A form that shows “{form['title_en']}” is answered {code}.", *pair.late]


def desk(role):
    """Return the desk of a new person; an error of the server is an answer to them."""
    made = Desk(person(role, f"{role}-{next(numbers)}".lower()))
    made.client.raise_request_exception = False
    return made


NAMED: dict[str, Callable[[Newsroom], list[str]]] = {
    f"{names[0]}, then {names[1]}": lambda room, held=(state, *names): room.hold(*held)
    for state, *pair in PAIRS
    for names in (pair, pair[::-1])
} | {
    "four who save at once": Newsroom.four_save,
    "save while a form is opened, before its state is read": lambda room: room.open_form(
        stops_before=True
    ),
    "save while a form is opened, after its state is read": lambda room: room.open_form(
        stops_before=False
    ),
}
