"""Give tables, columns and constraints the names that the code has now.

Django renames the content types with the models, so that the permissions of the desk stay.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("editing", "0005_edit_token_before_first_save")]
    operations = [
        migrations.RenameModel("Docket", "WorkflowState"),
        migrations.RenameModel("Kept", "Autosave"),
        migrations.RenameField("WorkflowState", "pending_due", "scheduled_at"),
        migrations.RenameField("Activity", "severed", "detached"),
        migrations.RenameIndex(
            "WorkflowState",
            old_name="docket_stage_moved_at",
            new_name="state_stage_moved_at",
        ),
        migrations.RemoveConstraint("WorkflowState", "one_docket_an_item"),
        migrations.AddConstraint(
            "WorkflowState",
            models.UniqueConstraint(
                fields=("content_type", "object_id"), name="one_state_per_item"
            ),
        ),
        migrations.RemoveConstraint("Autosave", "kept_once_a_form"),
        migrations.AddConstraint(
            "Autosave",
            models.UniqueConstraint(
                fields=("user", "content_type", "object_id", "form_key"),
                name="unique_autosave",
            ),
        ),
    ]
