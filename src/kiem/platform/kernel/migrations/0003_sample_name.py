"""There is more than one sample: the mark says which."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kernel", "0002_append_only")]
    operations = [
        migrations.AddField(
            model_name="installation",
            name="sample_name",
            field=models.CharField(
                blank=True, default="", help_text="Which of the samples it is.", max_length=20
            ),
        ),
        migrations.AddConstraint(
            model_name="installation",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_sample", True), ("sample_name", ""), _connector="OR"),
                name="installation_name_only_for_sample",
            ),
        ),
    ]
