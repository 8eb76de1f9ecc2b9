"""A delegate may be one as a member: every member of a small organisation is convened."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("elections", "0005_days_and_exceptions")]
    operations = [
        migrations.AlterField(
            model_name="delegate",
            name="kind",
            field=models.CharField(
                choices=[
                    ("elected", "Elected"),
                    ("designated", "Designated"),
                    ("ex_officio", "Ex Officio"),
                    ("member", "Member"),
                ],
                max_length=10,
            ),
        ),
    ]
