"""Send requests that nobody would send, eight at a time; say what fails, once for each place."""

import argparse
import os
import random
import sys
import time
from collections.abc import Callable

import django
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
# It lets in one request at a time.
settings.MIDDLEWARE.remove("tests.support.request_gate.middleware")
settings.PAGE_CACHE = 12
django.setup()

from django.core.management import call_command  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection, connections  # noqa: E402
from django.test import Client  # noqa: E402
from hypothesis import HealthCheck, Phase, given, seed  # noqa: E402
from hypothesis import settings as hypothesis  # noqa: E402
from hypothesis import strategies as st  # noqa: E402

from cities.models import City  # noqa: E402
from delivery.models import NotFoundAddress, Redirect  # noqa: E402
from news.models import Article  # noqa: E402
from tests.support.desk_client import ROLES, Desk, person, superuser  # noqa: E402
from tests.support.fuzz.cases import cases  # noqa: E402
from tests.support.fuzz.site import THREADS, FuzzedSite, FuzzFault  # noqa: E402
from tests.support.items import library_image, write_draft  # noqa: E402
from tests.support.threads import taking_turns_often  # noqa: E402

# Batches after which the database is what it was at first: some of what is sent deletes things.
ROUND = 100


def prepare() -> list[dict[str, str]]:
    """Write something of every kind; return for each thread the sessions of people at the desk."""
    call_command("load_content", verbosity=0)
    library_image()
    Redirect.objects.create(old_path="news/old/", new_path="cities/fuzhou/")
    NotFoundAddress.objects.create(path="/en/x/", last_asked_at="2026-01-01T00:00Z")
    people = {role: person(role, interface_language="zh-hans") for role in ROLES}
    people["chief"] = superuser()
    desk = Desk(people["chief"])
    desk.save(Article.objects.first(), "_save", title_en="A pending change")
    desk.save(City.objects.first(), "_publish", summary_en="A change.")
    desk.delete(write_draft("deleted"))
    return [{who: session(user) for who, user in people.items()} for _number in range(THREADS)]


def session(user) -> str:
    """Return the key of a session in which somebody has just given their password."""
    client = Client()
    client.force_login(user)
    kept = client.session
    log_in = {"method": "password", "at": time.time(), "username": user.username}
    kept["account_authentication_methods"] = [log_in]
    kept.save()
    return kept.session_key


def fresh_copy() -> Callable[[], None]:
    """Return what gives the threads a copy of the database as it is now."""
    first = connection.settings_dict["NAME"]
    copy = connection.creation.get_test_db_clone_settings("copy")["NAME"]

    def begin() -> None:
        connections.close_all()
        connection.settings_dict["NAME"] = first
        connection.creation.clone_test_db("copy", verbosity=0, autoclobber=True)
        connections.close_all()
        connection.settings_dict["NAME"] = copy

    return begin


def run(number: int, start: int, begin: Callable[[], None], site: FuzzedSite) -> list[FuzzFault]:
    """Draw and send so many requests; return what failed."""
    faults: list[FuzzFault] = []
    batches = 0

    @seed(start)
    @hypothesis(
        max_examples=number // THREADS,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(cases(), min_size=THREADS, max_size=THREADS))
    def send(batch):
        nonlocal batches
        if batches % ROUND == 0:
            site.stop()
            begin()
            site.start()
        batches += 1
        faults.extend(site.answer(batch))

    with taking_turns_often():
        send()
    site.stop()
    return faults


def main() -> bool:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))  # noqa: S311
    asked = parser.parse_args()
    own = f"{connection.settings_dict['NAME']}_fuzz"
    connection.settings_dict["TEST"]["NAME"] = own
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    cookies = prepare()
    begin, site = fresh_copy(), FuzzedSite(get_wsgi_application(), cookies)
    started = time.monotonic()
    faults = run(asked.cases, asked.seed, begin, site)
    places = {fault.place: fault for fault in faults}
    for place, fault in places.items():
        print(place, fault.case, fault.form[:80], fault.trace, sep="\n", end="\n\n")  # noqa: T201
    seconds = time.monotonic() - started
    print(f"{site.asked} cases, seed {asked.seed}, {seconds:.0f} s: {len(faults)} failed.")  # noqa: T201
    return bool(faults)


sys.exit(main())
