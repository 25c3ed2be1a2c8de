"""One more thing that is done to an item: its submission is taken back."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("editing", "0007_translation_states")]

    operations = [
        migrations.AlterField(
            model_name="activity",
            name="action",
            field=models.CharField(
                choices=[
                    ("created", "wrote"),
                    ("changed", "changed"),
                    ("submitted", "submitted for review"),
                    ("taken_back", "took back"),
                    ("returned", "returned"),
                    ("translated", "translated"),
                    ("published", "published"),
                    ("scheduled", "scheduled"),
                    ("withdrawn", "withdrew"),
                    ("discarded", "discarded the changes to"),
                    ("restored", "restored an earlier version of"),
                    ("deleted", "deleted"),
                    ("recovered", "recovered"),
                    ("imported", "imported"),
                    ("loaded", "loaded"),
                    ("found", "kept what was there"),
                ],
                max_length=10,
                verbose_name="what",
            ),
        ),
    ]
