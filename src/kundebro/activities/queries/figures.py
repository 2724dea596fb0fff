"""What a prospect's activities say of it (FG-4, FG-5), as expressions over the outer query's prospect."""

from typing import Any

from django.db.models import DateField, OuterRef, Subquery
from django.db.models.functions import Coalesce, Least

from kundebro.activities.models import Activity
from kundebro.pipeline.models import SalesProject


def last_contact_of() -> Subquery:
    """The latest date of a done activity whose type counts as contact; planned ones do not count."""
    done = Activity.objects.done().filter(prospect=OuterRef("pk"), activity_type__counts_as_contact=True)
    return Subquery(done.order_by("-date").values("date")[:1], output_field=DateField())


def next_step_of() -> Any:
    """The earliest day on which an open activity or an open sales project is to be followed up."""
    activities = Activity.objects.filter(prospect=OuterRef("pk"), due_on__isnull=False)
    projects = SalesProject.objects.open().filter(prospect=OuterRef("pk"), follow_up_on__isnull=False)
    planned = Subquery(activities.order_by("due_on").values("due_on")[:1], output_field=DateField())
    pursued = Subquery(projects.order_by("follow_up_on").values("follow_up_on")[:1], output_field=DateField())
    # SQLite's least of something and nothing is nothing
    return Coalesce(Least(planned, pursued), planned, pursued, output_field=DateField())
