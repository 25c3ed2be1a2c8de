"""Four editors save the same article at the same moment; prints the answers, in order."""

import os
import threading

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "c40china.settings"
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connections  # noqa: E402

from news.models import Article  # noqa: E402
from tests.editing.desk import Desk, person  # noqa: E402


def main() -> None:
    call_command("migrate", verbosity=0)
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
