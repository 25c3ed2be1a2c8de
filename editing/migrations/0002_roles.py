"""The groups of the four roles, with the permissions of the desk."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

REVIEWING = (
    "view_content", "write_content", "submit_content", "return_content",
    "publish_content", "schedule_content", "withdraw_content", "delete_content",
)
ROLES = {
    "Editor": ("view_content", "write_content", "submit_content"),
    "Translator": ("view_content", "translate_content"),
    "Reviewer": REVIEWING,
    "Administrator": REVIEWING,
}


def make_roles(apps, schema_editor):
    """Permissions are otherwise made after all migrations, which is too late to hand them out."""
    config = apps.get_app_config("editing")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    permissions = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="editing"
    )
    groups = apps.get_model("auth", "Group").objects
    for role, names in ROLES.items():
        group, _is_new = groups.get_or_create(name=role)
        group.permissions.add(*permissions.filter(codename__in=names))


class Migration(migrations.Migration):
    dependencies = [
        ("editing", "0001_desk"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]
