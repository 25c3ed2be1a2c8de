"""Four editors save the same article at the same moment; prints the answers, in order."""

import os
import threading

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "c40china.settings"
django.setup()

from django.db import connection, connections  # noqa: E402

from news.models import Article  # noqa: E402
from tests.support.desk_client import Desk, person  # noqa: E402


def main() -> None:
    site = connection.settings_dict["NAME"]
    # A database of its own, on whatever server: that of the site is never written to.
    connection.settings_dict["TEST"]["NAME"] = f"{site}_race"
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        race()
    finally:
        connections.close_all()
        connection.creation.destroy_test_db(site, verbosity=0)


def race() -> None:
    article = Article.objects.create(slug="race", date="2026-01-01", title_en="Race")
    desks = [Desk(person("Editor", f"editor-{number}")) for number in range(4)]
    forms = [desk.form(article) for desk in desks]
    start = threading.Barrier(len(desks))
    answers = []

    def save(number):
        start.wait()
        sent = forms[number] | {"title_en": f"By {number}"}
        answers.append(desks[number].send(article, sent).status_code)
        connections.close_all()

    threads = [threading.Thread(target=save, args=[number]) for number in range(len(desks))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(*sorted(answers))  # noqa: T201


main()
