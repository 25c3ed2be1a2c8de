"""What the roles may do outside the content: accounts and old addresses are for one of them."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

APPS = ("accounts", "delivery")
REDIRECTS = ("view_redirect", "add_redirect", "change_redirect", "delete_redirect")
RIGHTS = ("view_user", "add_user", "change_user", *REDIRECTS)


def add_rights(apps, schema_editor):
    """Permissions are otherwise made after all migrations, which is too late to hand them out."""
    for label in APPS:
        config = apps.get_app_config(label)
        config.models_module = True
        create_permissions(config, apps=apps, verbosity=0)
        config.models_module = None
    permissions = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label__in=APPS
    )
    group, _is_new = apps.get_model("auth", "Group").objects.get_or_create(name="Administrator")
    group.permissions.add(*permissions.filter(codename__in=RIGHTS))


class Migration(migrations.Migration):
    dependencies = [
        ("editing", "0002_roles"),
        ("delivery", "0001_initial"),
        ("accounts", "0002_translates"),
    ]
    operations = [migrations.RunPython(add_rights, migrations.RunPython.noop)]
