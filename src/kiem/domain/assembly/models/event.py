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
    """What is known of an event: title, time, place, and its minutes once it was held.

    `cancelled_vi` is why it does not take place; empty while it does. `quorum`: what share of
    those invited must be there, bodies or people (`quorum_of`). Minutes with a day of approval are
    approved; what is corrected later has its reason in `minutes_reason`.
    """

    class Quorum(models.TextChoices):
        HALF = "half"  # more than half
        TWO_THIRDS = "two_thirds"  # two thirds or more

    class Counted(models.TextChoices):
        BODIES = "bodies"
        PEOPLE = "people"

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="states")
    title_vi = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300, blank=True)
    held_on = models.DateField()
    starts_at = models.TimeField(null=True, blank=True)
    place = models.CharField(max_length=200, blank=True)
    place_en = models.CharField(max_length=200, blank=True, default="")
    cancelled_vi = models.CharField(max_length=300, blank=True, default="")
    cancelled_en = models.CharField(max_length=300, blank=True, default="")
    quorum = models.CharField(max_length=10, choices=Quorum.choices, blank=True, default="")
    quorum_of = models.CharField(max_length=6, choices=Counted.choices, default=Counted.BODIES)
    minutes_vi = models.TextField(blank=True, help_text="What the minutes add to the record.")
    minutes_en = models.TextField(blank=True, default="")
    minutes_by = models.ForeignKey(
        "register.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    minutes_approved_on = models.DateField(null=True, blank=True)
    minutes_approved_by = models.ForeignKey(
        "register.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    minutes_reason = models.CharField(max_length=300, blank=True, default="")

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


class EventChair(Superseded):
    """Who leads an event or keeps its minutes: a person, or whoever holds an office on its day."""

    class Part(models.TextChoices):
        CHAIR = "chair"  # chủ trì
        SECRETARY = "secretary"  # thư ký

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="chairs")
    position = models.PositiveSmallIntegerField()
    part = models.CharField(max_length=10, choices=Part.choices)
    person = models.ForeignKey(
        "register.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    post = models.ForeignKey(
        "register.Post", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("event", "position"),
                condition=models.Q(recorded__upper_inf=True),
                name="event_chair_position_once",
            ),
            models.CheckConstraint(
                condition=models.Q(person__isnull=True, post__isnull=False)
                | models.Q(person__isnull=False, post__isnull=True),
                name="event_chair_is_person_or_office",
            ),
        ]

    def __str__(self) -> str:
        return f"event {self.event_id}: {self.part} {self.position}"


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
    """A body at an event: invited, or there. Bodies outside are registered organisations too.

    `invited` and `came` count people: how many it was to send, and how many came with a mandate.
    """

    class Part(models.TextChoices):
        INVITED = "invited"
        ATTENDED = "attended"
        EXCUSED = "excused"

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="attendances")
    organization = models.ForeignKey(
        "register.Organization", on_delete=models.PROTECT, related_name="+"
    )
    part = models.CharField(max_length=10, choices=Part.choices)
    invited = models.PositiveIntegerField(null=True, blank=True)
    came = models.PositiveIntegerField(null=True, blank=True)

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


class Attendee(Superseded):
    """Somebody who came to an event for a body, where names are kept and not only numbers."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="attendees")
    organization = models.ForeignKey(
        "register.Organization", on_delete=models.PROTECT, related_name="+"
    )
    person = models.ForeignKey("register.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("event", "person"),
                condition=models.Q(recorded__upper_inf=True),
                name="attendee_once",
            )
        ]

    def __str__(self) -> str:
        return f"person {self.person_id} at event {self.event_id} for {self.organization_id}"


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
