"""Projects and their events: working sessions, forums, congresses, meetings."""

from django.db import models

from kiem.domain.assembly.models.recorded import Said, Superseded


class Project(Said):
    """One question followed from the first survey to the last task: "is the model right?"."""

    code = models.CharField(max_length=40, unique=True)
    organization = models.ForeignKey(
        "register.Organization", on_delete=models.PROTECT, related_name="+"
    )
    title_vi = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300, blank=True)
    opened_on = models.DateField()

    def __str__(self) -> str:
        return self.code


class Event(Said):
    """The identity of an event: whose it is, of which kind, in which project."""

    class Kind(models.TextChoices):
        SESSION = "session"  # buổi làm việc
        FORUM = "forum"  # diễn đàn
        CONGRESS = "congress"  # đại hội
        MEETING = "meeting"  # hội nghị

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="events")
    organizer = models.ForeignKey(
        "register.Organization", on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(max_length=10, choices=Kind.choices)

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class EventState(Superseded):
    """What is known of an event: title, time, place, chair, and its minutes once it was held."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="states")
    title_vi = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300, blank=True)
    held_on = models.DateField()
    starts_at = models.TimeField(null=True, blank=True)
    place = models.CharField(max_length=200, blank=True)
    place_en = models.CharField(max_length=200, blank=True, default="")
    chair = models.ForeignKey(
        "register.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    minutes_vi = models.TextField(blank=True, help_text="What the minutes add to the record.")
    minutes_en = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("event",),
                condition=models.Q(recorded__upper_inf=True),
                name="event_state_once",
            )
        ]

    def __str__(self) -> str:
        return self.title_vi


class AgendaItem(Superseded):
    """A point of the agenda. What earlier events left open stands before these, computed."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="agenda")
    position = models.PositiveSmallIntegerField()
    title_vi = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("event", "position"),
                condition=models.Q(recorded__upper_inf=True),
                name="agenda_position_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.title_vi}"


class Attendance(Superseded):
    """A body at an event: invited, or there. Bodies outside are registered organisations too."""

    class Part(models.TextChoices):
        INVITED = "invited"
        ATTENDED = "attended"
        EXCUSED = "excused"

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="attendances")
    organization = models.ForeignKey(
        "register.Organization", on_delete=models.PROTECT, related_name="+"
    )
    part = models.CharField(max_length=10, choices=Part.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("event", "organization"),
                condition=models.Q(recorded__upper_inf=True),
                name="attendance_once",
            )
        ]

    def __str__(self) -> str:
        return f"organization {self.organization_id} at event {self.event_id}: {self.part}"


class EventPaper(Said):
    """A paper of an event, handed in by a body that takes part: a report, a draft, a list."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="papers")
    organization = models.ForeignKey(
        "register.Organization", on_delete=models.PROTECT, related_name="+"
    )
    title_vi = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300, blank=True)
    file_id = models.BigIntegerField()

    def __str__(self) -> str:
        return f"event {self.event_id}: {self.title_vi}"
