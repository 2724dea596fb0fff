"""What prospects have or lack, as the numbers of the start page and of Statistik need it (`has=`, `lacks=`)."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from kundebro.activities.queries import has_next_step, lacks_next_step
from kundebro.home.links import NEXT_STEP
from kundebro.pipeline.models import SalesProject
from kundebro.prospects.models import Prospect
from kundebro.prospects.queries.filters import ReadyView, Trait, is_filled, is_set, ready_views, traits


def register_traits() -> None:
    """Add them to the filters of the list of prospects."""
    traits.register(Trait(NEXT_STEP, _("next step"), has_next_step, lacks_next_step))
    ready_views.register(ReadyView(_("Without a next step"), f"lacks={NEXT_STEP}", "clock-exclamation"))
    traits.register(Trait("contacted", _("contact with us"), is_set("latest_activity_on")))
    traits.register(Trait("any_project", _("sales project, open or closed"), has_project))
    traits.register(Trait("target_groups", _("target group"), has_target_group))
    traits.register(Trait("customer_type", _("customer type"), is_filled("customer_type")))


def has_project() -> Q:
    """A sales project, whatever has become of it."""
    return Q(Exists(SalesProject.objects.filter(prospect=OuterRef("pk"))))


def has_target_group() -> Q:
    """At least one target group."""
    links = Prospect.target_groups.through.objects.filter(prospect=OuterRef("pk"))
    return Q(Exists(links))
