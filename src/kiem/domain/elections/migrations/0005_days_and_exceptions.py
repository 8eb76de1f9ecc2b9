"""Days of the plan that others are told of, and reasons where a rule was not kept."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("elections", "0004_ended_ballots")]
    operations = [
        migrations.AddField(
            model_name="scheme",
            name="delegates_due_on",
            field=models.DateField(
                blank=True,
                help_text="The last day on which chapters name their delegates.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="scheme",
            name="nominations_from",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="scheme",
            name="nominations_until",
            field=models.DateField(blank=True, help_text="The last day of them.", null=True),
        ),
        migrations.AddField(
            model_name="apportionment",
            name="exception_vi",
            field=models.CharField(
                blank=True,
                default="",
                help_text="Why delegates were invited against the rule.",
                max_length=300,
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="listclosing",
            name="exception_vi",
            field=models.CharField(
                blank=True,
                default="",
                help_text="Why the rule of surplus candidates was not kept.",
                max_length=300,
            ),
            preserve_default=False,
        ),
    ]
