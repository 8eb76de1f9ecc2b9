"""Bytes, and the names they were handed in under."""

from django.db import models

from kiem.platform.files.kinds import FileKind


class Content(models.Model):
    """The bytes of a file, once, whoever hands them in again. Append-only.

    In the database and not in a folder, so that a file and the row that points to it are written
    and rolled back together and are in every backup. The column is stored EXTERNAL (uncompressed,
    apart from the row): what is taken is compressed already.

    Invariant, recomputed by `verify_files`: `sha256` is the digest of `data`, `size_bytes` its
    length.
    """

    sha256 = models.CharField(max_length=64, primary_key=True)
    size_bytes = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(size_bytes__gt=0), name="files_content_not_empty"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sha256[:12]} ({self.size_bytes} bytes)"


class KeptFile(models.Model):
    """A file as somebody handed it in: the safe name, what it is, when and by whom. Append-only.

    `kept_by` is the pseudonym the audit trail uses. Who may read it is not known here: the row of
    another app that names this one decides.
    """

    content = models.ForeignKey(Content, on_delete=models.PROTECT, related_name="names")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=8, choices=[(kind.value, kind.name) for kind in FileKind])
    kept_at = models.DateTimeField()
    kept_by = models.CharField(max_length=80)

    def __str__(self) -> str:
        return self.name
