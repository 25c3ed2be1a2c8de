from django.db import migrations, models

# Where the names of the thirteen stood when a program placed them, but for Shenzhen's, which
# read as a second name of Guangzhou. The others keep the default.
SIDES = {
    "above": ["zhenjiang"],
    "above-right": ["shenzhen"],
    "below": ["chengdu", "wuhan"],
    "left": ["guangzhou", "nanjing"],
}


def fill(apps, schema_editor):
    cities = apps.get_model("cities", "City").objects
    for side, slugs in SIDES.items():
        cities.filter(slug__in=slugs).update(name_side=side)


class Migration(migrations.Migration):
    dependencies = [
        ("cities", "0005_table_of_cities"),
    ]

    operations = [
        migrations.AddField(
            model_name="city",
            name="name_side",
            field=models.CharField(
                choices=[
                    ("right", "right"),
                    ("left", "left"),
                    ("above", "above"),
                    ("below", "below"),
                    ("above-right", "above right"),
                    ("above-left", "above left"),
                    ("below-right", "below right"),
                    ("below-left", "below left"),
                ],
                default="right",
                help_text="Where the name stands beside the city's mark. Choose a side on which it lies on no other mark and no other name.",
                max_length=11,
                verbose_name="side of the name on the map",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
