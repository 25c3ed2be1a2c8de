"""The groups of the four roles, with the permissions of the desk."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

from editing.roles import ROLES, make_groups


def make_roles(apps, schema_editor):
    """Permissions are otherwise made after all migrations, which is too late to hand them out."""
    config = apps.get_app_config("editing")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    permissions = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="editing"
    )
    make_groups(
        apps, {role: list(permissions.filter(codename__in=names)) for role, names in ROLES.items()}
    )


class Migration(migrations.Migration):
    dependencies = [
        ("editing", "0001_desk"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]
