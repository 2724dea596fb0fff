"""What was done, by whom, and what each row was before and after."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from kundebro.history.doors import Door


class Changeset(models.Model):
    """One thing a user did: who, when, through which door, about what; the unit of undo and of safe retry."""

    operation = models.CharField(_("operation"), max_length=60)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    door = models.CharField(_("door"), max_length=10, choices=Door.choices)
    recorded_at = models.DateTimeField(_("time"))
    about_type = models.ForeignKey(ContentType, models.PROTECT, null=True, related_name="+")
    about_id = models.BigIntegerField(null=True)
    key = models.CharField(_("idempotency key"), max_length=120, null=True)  # noqa: DJ001  null: not unique
    request_hash = models.CharField(max_length=64, default="")
    result_type = models.ForeignKey(ContentType, models.PROTECT, null=True, related_name="+")
    result_id = models.BigIntegerField(null=True)
    reason = models.CharField(_("reason"), max_length=200, default="")
    undoes = models.OneToOneField("self", models.PROTECT, null=True, related_name="undone_by")
    undone_down_to = models.BigIntegerField(null=True)  # an undo in portions: the lowest change taken back so far
    change_count = models.PositiveIntegerField(_("changed rows"), default=0)

    class Meta:
        verbose_name = _("changeset")
        verbose_name_plural = _("changesets")
        ordering: ClassVar[list[str]] = ["-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["operation", "key"], name="changeset_key_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["about_type", "about_id", "-id"], name="changeset_about"),
            models.Index(fields=["by", "-id"], name="changeset_by"),
        ]

    def __str__(self) -> str:
        return f"{self.operation} {self.pk}"


class Change(models.Model):
    """One row's before and after inside a changeset.

    `values` holds {field: [old, new]} for an update, {field: value} of the row made or removed otherwise.
    `version` is the row's version after the change. `salt` goes into the row's commitment (`history.chain`).
    """

    class Kind(models.TextChoices):
        CREATED = "c", _("created")
        UPDATED = "u", _("changed")
        DELETED = "d", _("deleted")

    changeset = models.ForeignKey(Changeset, models.PROTECT, related_name="changes", db_index=False)
    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+", db_index=False)
    object_id = models.BigIntegerField()
    kind = models.CharField(max_length=1, choices=Kind.choices)
    version = models.PositiveIntegerField()
    values: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField()
    salt = models.BinaryField(max_length=32, default=b"")

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["changeset", "id"], name="change_changeset"),
            models.Index(fields=["content_type", "object_id", "id"], name="change_object"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.content_type_id}:{self.object_id}"
