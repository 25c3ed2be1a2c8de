"""The site as a WSGI application, for any server; its own is in ``c40china.server``."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "c40china.settings")

application = get_wsgi_application()
