from datetime import date, datetime, time, timedelta
from typing import Final

from django.db.models import Count, Exists, Expression, F, IntegerField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from kundebro.core.pages import Cursor, Page, paginate
from kundebro.mail.digest import LINES_SHOWN, DigestLine, DigestPart
from kundebro.mail.kinds import kinds
from kundebro.mail.models import MorningDigest, Notification, NotificationSettings
from kundebro.mail.models.notification import USUAL_DIGEST_HOUR
from kundebro.users.models import User, UserQuerySet

LOOKED_BACK: Final = timedelta(days=7)
UNREAD: Final = "unread_notifications"


def notifications_page(user: User, *, wanted: Q, after: Cursor | None = None) -> Page[Notification]:
    """One page of the user's own notifications, the latest first."""
    return paginate(Notification.objects.of(user).filter(wanted), order=("-pk",), after=after)


def unread_subquery() -> Expression:
    """How many unread notifications the user of a row has."""
    unread = Notification.objects.unread().filter(user=OuterRef("pk")).order_by().values("user")
    counted = unread.annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


def unread_count(user: User) -> int:
    """How many notifications the user has not looked at; comes with the user of a request, and is asked for else."""
    number: int | None = getattr(user, UNREAD, None)
    return Notification.objects.of(user).unread().count() if number is None else number


def settings_of(user: User) -> NotificationSettings:
    """How the user wants to be told; as usual until something else is chosen."""
    return NotificationSettings.objects.filter(user=user).first() or NotificationSettings(user=user)


def users_awaiting_digest(*, today: date, hour: int) -> UserQuerySet:
    """Those who want the morning digest, whose hour has come, and for whom today's was not made."""
    wanting = User.objects.with_access().exclude(notification_settings__gets_digest=False)
    in_time = wanting.annotate(
        digest_hour=Coalesce(F("notification_settings__digest_hour"), Value(USUAL_DIGEST_HOUR))
    ).filter(digest_hour__lte=hour)
    made = MorningDigest.objects.filter(user=OuterRef("pk"), day=today)
    return in_time.exclude(Exists(made)).order_by("pk")


def news_for(user: User, today: date) -> DigestPart | None:
    """What came since the last digest that was sent, and was not looked at."""
    sent = MorningDigest.objects.filter(user=user, day__lt=today).exclude(mail=None)
    last = sent.order_by("-day").values_list("made_at", flat=True).first()
    since = last or timezone.make_aware(datetime.combine(today, time.min)) - LOOKED_BACK
    said_elsewhere = [kind.key for kind in kinds if not kind.is_in_digest]
    unread = Notification.objects.of(user).unread().filter(created_at__gt=since).exclude(kind__in=said_elsewhere)
    count = unread.count()
    lines = [DigestLine(each.text, each.url) for each in unread[:LINES_SHOWN]]
    return DigestPart(lines, count, reverse("mail:notifications")) if count else None
