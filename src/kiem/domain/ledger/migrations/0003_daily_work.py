"""What superiors and holders say about hours: confirmations, objections, leave asked for."""

import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models

GUARDS = (
    ("timeconfirmation", "kernel_make_temporal"),
    ("timecorrection", "kernel_make_append_only"),
    ("timeobjection", "kernel_make_append_only"),
    ("objectionstep", "kernel_make_append_only"),
    ("leaverequest", "kernel_make_append_only"),
    ("leavedecision", "kernel_make_append_only"),
)


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0002_append_only"),
        ("register", "0003_checks_at_commit"),
        ("kernel", "0002_append_only"),
    ]

    operations = [
        migrations.CreateModel(
            name="LeaveRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("annual", "Annual"),
                            ("sick", "Sick"),
                            ("maternity", "Maternity"),
                            ("study", "Study"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "asked",
                    django.contrib.postgres.fields.ranges.DateRangeField(
                        help_text="Half-open: the days asked for."
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500)),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.CharField(max_length=120)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="register.person",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LeaveDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("approved", "Approved"),
                            ("refused", "Refused"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        max_length=10,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500)),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.CharField(max_length=120)),
                (
                    "leave",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.leave",
                    ),
                ),
                (
                    "request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decision",
                        to="ledger.leaverequest",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TimeConfirmation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField(help_text="The first day of the month.")),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("confirmed", "Confirmed"),
                            ("asked_back", "Asked Back"),
                            ("answered", "Answered"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "hours",
                    models.DecimalField(
                        decimal_places=2, help_text="The sum the word is about.", max_digits=7
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500)),
                ("recorded", django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                ("recorded_by", models.CharField(max_length=120)),
                (
                    "user_id",
                    models.BigIntegerField(
                        blank=True,
                        help_text="The account that spoke, so that it can be answered.",
                        null=True,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="register.person",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="register.post",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TimeCorrection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_late", models.BooleanField(help_text="The month was closed already.")),
                ("reason", models.CharField(max_length=500)),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.CharField(max_length=120)),
                (
                    "new",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.timeentry",
                    ),
                ),
                (
                    "old",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.timeentry",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TimeObjection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objections",
                        to="ledger.timeentry",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="register.person",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ObjectionStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("raised", "Raised"),
                            ("upheld", "Upheld"),
                            ("dismissed", "Dismissed"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        max_length=10,
                    ),
                ),
                ("text", models.CharField(max_length=1000)),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.CharField(max_length=120)),
                (
                    "objection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="ledger.timeobjection",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="leaverequest",
            index=models.Index(
                django.contrib.postgres.fields.ranges.RangeEndsWith("asked"),
                models.F("person"),
                name="leave_request_by_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="leavedecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("leave__isnull", False), ("outcome", "approved")),
                    models.Q(
                        models.Q(("outcome", "approved"), _negated=True), ("leave__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="leave_decision_approved_makes_leave",
            ),
        ),
        migrations.AddConstraint(
            model_name="leavedecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", "refused"), _negated=True),
                    models.Q(("note", ""), _negated=True),
                    _connector="OR",
                ),
                name="leave_decision_refused_with_words",
            ),
        ),
        migrations.AddIndex(
            model_name="timeconfirmation",
            index=models.Index(fields=["month", "post"], name="time_confirmation_by_month"),
        ),
        migrations.AddConstraint(
            model_name="timeconfirmation",
            constraint=models.CheckConstraint(
                condition=models.Q(("month__day", 1)), name="time_confirmation_names_a_first_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="timeconfirmation",
            constraint=models.CheckConstraint(
                condition=models.Q(("hours__gte", 0)), name="time_confirmation_hours_not_negative"
            ),
        ),
        migrations.AddConstraint(
            model_name="timeconfirmation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("verdict", "confirmed"), models.Q(("note", ""), _negated=True), _connector="OR"
                ),
                name="time_confirmation_asks_with_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="timeconfirmation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("recorded__upper_inf", True)),
                fields=("person", "month", "post"),
                name="time_confirmation_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="timecorrection",
            constraint=models.CheckConstraint(
                condition=models.Q(("old__isnull", False), ("new__isnull", False), _connector="OR"),
                name="time_correction_corrects_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="timecorrection",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True),
                name="time_correction_has_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="objectionstep",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="objection_step_has_words"
            ),
        ),
        migrations.AddConstraint(
            model_name="objectionstep",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "raised")),
                fields=("objection",),
                name="objection_raised_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="objectionstep",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "raised"), _negated=True),
                fields=("objection",),
                name="objection_ended_once",
            ),
        ),
        *(
            migrations.RunSQL(
                f"SELECT {guard}('ledger_{table}')", f"DROP TRIGGER append_only ON ledger_{table}"
            )
            for table, guard in GUARDS
        ),
    ]
