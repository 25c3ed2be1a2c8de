"""What holds after any acts on an article: the database is what the history makes of it."""

import sys

from django.utils import timezone

from editing.models import Action, Activity, WorkflowState
from editing.pending import changes
from news.models import Article
from tests.support.desk_client import version_fields

TOLD = {
    "Published.": Action.PUBLISHED,
    "Scheduled.": Action.SCHEDULED,
    "Withdrawn:": Action.WITHDRAWN,
    "Submitted for review.": Action.SUBMITTED,
    "Returned.": Action.RETURNED,
    "Restored": Action.RESTORED,
    "Saved": Action.CHANGED,
    "The changes are discarded": Action.DISCARDED,
    "” is deleted.": Action.DELETED,
}
# They are done without a form that shows the newest text.
WITHOUT_FORM = ("restore", "delete", "due change")


def faults(article, since, acts):
    """Return a sentence for all that is wrong after acts (name, desk, answer) on an article."""
    acts = list(acts)
    is_written = Activity.objects.of(article).filter(pk__gt=since).exists()
    if not is_written and all(name != "due change" for name, *_act in acts):
        # Who changes nothing leaves what is due to the next reader, whose request publishes it.
        changes.publish_scheduled()
    found = state_faults(article)
    for name, desk, answer in acts:
        said = desk.messages()
        lines = Activity.objects.of(article).filter(pk__gt=since, user=desk.user)
        if name == "due change":
            texts = [version_fields(line, article)["title_en"] for line in lines]
            if answer or texts not in ([], ["Third"]):
                found.append(f"The due change ended in {answer!r} and published {texts}.")
            continue
        found += answer_faults(name, answer, said, [line.action for line in lines])
        unseen = {newest(article, line.pk) for line in lines} - {newest(article, since + 1)}
        if unseen and name not in WITHOUT_FORM:
            found.append(f"The form of {name} did not show {unseen}, and was not refused.")
    return found


def answer_faults(name, answer, said, done):
    """Return what is wrong with what a person was answered and told, for what was done."""
    code = getattr(answer, "status_code", answer)
    told = [action for words, action in TOLD.items() if any(words in each for each in said)]
    found = []
    # 409 is a page that says what to do; 404 that the article is not there any more.
    if code not in (302, 404, 409) or (code == 302 and not said):
        found.append(f"The answer to {name} is {code!r}, and told is {said}.")
    if sorted(told) != sorted(done):
        found.append(f"Of {name} is told {said}, and the history has {done}.")
    return found


def state_faults(article):
    """Return where the database is not what the history of an article makes of it."""
    is_there, is_out, public, shown = by_history(article)
    row = Article.objects.filter(pk=article.pk).first()
    state = WorkflowState.objects.of(article).first()
    if row is None or not is_there:
        is_gone = row is None and state is None and not is_there
        return [] if is_gone else [f"It has {row} and {state}; deleted is {not is_there}."]
    found = []
    if (row.status == "published", row.title_en) != (is_out, public):
        found.append(f"Readers have “{row.title_en}” ({row.status}), not “{public}” ({is_out}).")
    waiting = Activity.objects.get(revision=state.pending) if state.pending else None
    title = version_fields(waiting, article)["title_en"] if waiting else row.title_en
    if title != shown:
        found.append(f"The form shows “{title}”, not “{shown}”.")
    if waiting and row.status != "published":
        found.append(f"It is a {row.status} with pending changes.")
    if state.fault or (state.scheduled_at and state.scheduled_at <= timezone.now()):
        found.append(f"What is due was not published ({state.fault}).")
    return found


def newest(article, before):
    """Return the title that the form shows before a line of the history."""
    return by_history(article, before)[3]


def by_history(article, before=sys.maxsize):
    """Return whether it is there and is out, and its title for readers and in the form."""
    is_there, is_out, public, shown = True, False, article.title_en, article.title_en
    for line in Activity.objects.of(article).filter(pk__lt=before).order_by("pk"):
        if line.revision:
            shown = version_fields(line, article)["title_en"]
            public = public if line.is_pending else shown
        if line.action == Action.DISCARDED:
            shown = public
        elif line.action == Action.DELETED:
            is_there = False
        elif line.action == Action.WITHDRAWN:
            is_out = False
        elif line.action in (Action.PUBLISHED, Action.SCHEDULED) and not line.is_pending:
            is_out = True
    return is_there, is_out, public, shown
