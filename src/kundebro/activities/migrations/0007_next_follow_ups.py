"""A day typed as a prospect's next follow-up becomes a task on that day; what is stored is worked out from then on."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, Final
from uuid import UUID, uuid5

from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import DateField, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Least
from django.utils import timezone

from kundebro.history.chain import HEADER, Digest, canonical, header

PORTION: Final = 1000
SUBJECT: Final = "Følg op"
TYPED_DAYS: Final = UUID("5f0e4c0e-3b0f-4f58-9a53-2b6d3d0a7c11")
"""The namespace of the tasks' identities: which prospect's day a task was made of is known from its own."""


def plan(apps: Apps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    prospect, activity = apps.get_model("prospects", "Prospect"), apps.get_model("activities", "Activity")
    task = apps.get_model("activities", "ActivityType")._default_manager.filter(kind="task")
    users = apps.get_model("users", "User")._default_manager.order_by("-is_active", "pk")
    told = _with_truth(apps, prospect).filter(Q(truth=None) | Q(truth__gt=F("next_follow_up_on")))
    typed = told.filter(next_follow_up_on__isnull=False).order_by("pk")
    stand_in = users.values_list("pk", flat=True).first()
    rows = typed.values_list("pk", "next_follow_up_on", "responsible_id") if stand_in else typed.none()
    kind = task.order_by("-is_active", "position", "pk").values_list("pk", flat=True).first()
    record, now = _Record(apps), timezone.now()
    for portion in _portions(rows):
        made = [
            activity(
                prospect_id=pk,
                activity_type_id=kind,
                responsible_id=responsible or stand_in,
                subject=SUBJECT,
                date=day,
                due_on=day,
                uid=uuid5(TYPED_DAYS, str(pk)),
                created_at=now,
                changed_at=now,
            )
            for pk, day, responsible in portion
        ]
        activity._default_manager.bulk_create(made)
        record.add([(row.pk, "c", 1, _values(row)) for row in made])
    record.close()
    wrong = _with_truth(apps, prospect).filter(
        Q(next_follow_up_on=None, truth__isnull=False)
        | Q(next_follow_up_on__isnull=False, truth=None)
        | Q(next_follow_up_on__lt=F("truth"))
        | Q(next_follow_up_on__gt=F("truth"))
    )
    keys = list(wrong.values_list("pk", flat=True))
    for start in range(0, len(keys), PORTION):
        some = prospect._default_manager.filter(pk__in=keys[start : start + PORTION])
        some.update(next_follow_up_on=_next_step(apps))


def forget(apps: Apps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take away the tasks that nobody has touched; their days stay on the prospects, as they were typed."""
    activities = apps.get_model("activities", "Activity")._default_manager
    untouched = activities.filter(version=1, subject=SUBJECT, done_at=None).order_by("pk")
    record = _Record(apps)
    for portion in _portions(untouched.values_list("pk", "prospect_id", "uid")):
        keys = [pk for pk, prospect, uid in portion if uid == uuid5(TYPED_DAYS, str(prospect))]
        made = list(activities.filter(pk__in=keys).order_by("pk"))
        activities.filter(pk__in=keys).delete()
        record.add([(pk, "d", 2, _values(row)) for pk, row in zip(keys, made, strict=True)])
    record.close()


def _with_truth(apps: Apps, prospect: Any) -> "QuerySet[Any]":
    return prospect._default_manager.annotate(truth=_next_step(apps))  # type: ignore[no-any-return]


def _next_step(apps: Apps) -> Any:
    """FG-5 as it was when this was written."""
    activities = apps.get_model("activities", "Activity")._default_manager
    projects = apps.get_model("pipeline", "SalesProject")._default_manager
    due = activities.filter(prospect=OuterRef("pk"), due_on__isnull=False)
    pursued = projects.filter(prospect=OuterRef("pk"), closed_on=None, follow_up_on__isnull=False)
    first = Subquery(due.order_by("due_on").values("due_on")[:1], output_field=DateField())
    second = Subquery(pursued.order_by("follow_up_on").values("follow_up_on")[:1], output_field=DateField())
    return Coalesce(Least(first, second), first, second, output_field=DateField())


def _portions(rows: "QuerySet[Any]") -> Iterator[list[Any]]:
    """Read ahead by key: what is written meanwhile changes nothing of it."""
    found = iter(list(rows))
    while portion := list(islice(found, PORTION)):
        yield portion


def _values(row: Any) -> dict[str, Any]:
    return {
        "uid": str(row.uid),
        "date": row.date.isoformat(),
        "subject": row.subject,
        "priority": row.priority,
        "prospect_id": row.prospect_id,
        "responsible_id": row.responsible_id,
        "activity_type_id": row.activity_type_id,
    }


class _Record:
    """One changeset for all of it, proven as every other; none when there is nothing to tell."""

    def __init__(self, apps: Apps) -> None:
        self.changesets, self.changes, self.commitments = (
            apps.get_model("history", name)._default_manager for name in ("Changeset", "Change", "Commitment")
        )
        self.kinds = apps.get_model("contenttypes", "ContentType")._default_manager
        self.kind: Any = None
        self.changeset: Any = None
        self.digest: Any = None

    def add(self, rows: Sequence[tuple[int, str, int, dict[str, Any]]]) -> None:
        if self.changeset is None and rows:
            self.changeset = self.changesets.create(
                operation="activities.follow-up", door="system", recorded_at=timezone.now()
            )
            self.kind = self.kinds.get_or_create(app_label="activities", model="activity")[0].pk
            self.digest = Digest(header([getattr(self.changeset, name) for name in HEADER]), b"")
        for pk, kind, version, values in rows:
            self.digest.add([(self.kind, pk, kind, version, canonical(values), b"")])
        self.changes.bulk_create(
            self.changes.model(
                changeset=self.changeset,
                content_type_id=self.kind,
                object_id=pk,
                kind=kind,
                version=version,
                values=values,
            )
            for pk, kind, version, values in rows
        )

    def close(self) -> None:
        if self.changeset is None:
            return
        self.commitments.create(
            changeset=self.changeset, count=self.digest.count, salt=b"", digest=self.digest.hexdigest()
        )
        self.changeset.change_count = self.digest.count
        self.changeset.save()


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0006_pinned"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("history", "0003_commit_to_what_is_there"),
        ("pipeline", "0004_forecast"),
        ("prospects", "0014_follow_up_is_a_figure"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [migrations.RunPython(plan, forget)]
