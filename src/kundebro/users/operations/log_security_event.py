from ipaddress import ip_address as parsed_ip

from django.db import connection, transaction

from kundebro.users.choices import SecurityEventKind
from kundebro.users.models import SecurityEvent, User

TEXT_LENGTH = SecurityEvent._meta.get_field("text").max_length


def security_log(
    kind: SecurityEventKind, *, user: User | None = None, text: str = "", ip_address: str | None = None
) -> SecurityEvent:
    """Add one line to the security log, chained to the last one."""
    event = SecurityEvent(
        kind=kind,
        user=user,
        text="".join(letter if letter.isprintable() else " " for letter in text)[:TEXT_LENGTH],
        ip_address=str(parsed_ip(ip_address)) if ip_address else None,
    )
    with transaction.atomic():
        _wait_for_other_writers()
        last = SecurityEvent.objects.order_by("-pk").values_list("digest", flat=True).first()
        event.previous = last or ""
        event.digest = event.computed_digest()
        event.save(force_insert=True)
    return event


def _wait_for_other_writers() -> None:
    """One writer at a time, so that no two lines follow the same one (on SQLite every transaction is alone)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('kundebro.security_log'))")
