import awards.models.decisions
from django.db import migrations, models


def give_keys(apps, schema_editor):
    for award in apps.get_model("awards", "Award").objects.filter(key__isnull=True).order_by("pk"):
        award.key = awards.models.decisions.award_key()
        award.save(update_fields=["key"])


class Migration(migrations.Migration):
    dependencies = [("awards", "0003_signed_copies")]

    operations = [
        migrations.AddField(
            model_name="award",
            name="key",
            field=models.CharField(
                default=None, editable=False, max_length=22, null=True, verbose_name="mã tra cứu"
            ),
        ),
        migrations.RunPython(give_keys, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="award",
            name="key",
            field=models.CharField(
                default=awards.models.decisions.award_key,
                editable=False,
                max_length=22,
                unique=True,
                verbose_name="mã tra cứu",
            ),
        ),
    ]
