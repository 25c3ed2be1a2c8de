"""The app's name in the admin, and the admin with our own site in place of Django's."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.utils.translation import gettext_lazy as _


class EditingConfig(AppConfig):
    default = True
    name = "editing"
    verbose_name = _("Editing")


class DeskConfig(admin_apps.AdminConfig):
    """Stands in the settings instead of ``django.contrib.admin``."""

    default = False
    default_site = "editing.lists.site.DeskSite"
