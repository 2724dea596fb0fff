"""New prospects: one, a copy, or the forty of an evening after the fair."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction

from kundebro.core.danish import number_key, without_company_form
from kundebro.history.models import Change, Changeset
from kundebro.history.recorder import recording
from kundebro.history.tracked import insert_many
from kundebro.prospects.models import Prospect
from kundebro.prospects.numbers import next_number, next_numbers, taken_among
from kundebro.prospects.operations.follow_up import want_follow_ups, wanted_in
from kundebro.users.models import User

MANY = ("target_groups", "interest_types")
NOT_COPIED = frozenset(
    [
        "number",
        "search_name",
        "cvr_no",
        "se_no",
        "vat_no",
        "gln",
        "krak_id",
        "kob_id",
        "tdc_id",
        "google_place_id",
        "dar_address_id",
        "is_gdpr_approved",
        "gdpr_approved_on",
        "archived_at",
        "archived_reason",
        "merged_into_id",
        "debtor_id",
        "creditor_id",
    ]
)


class NumberTaken(Exception):
    """Another prospect has the account number."""

    def __init__(self, number: str, prospect: Prospect | None) -> None:
        super().__init__(number)
        self.number = number
        self.prospect = prospect


def create_prospect(values: Mapping[str, Any], *, by: User, key: str | None = None) -> Prospect:
    """Open a prospect; without a number it gets the next free one, without a responsible the user is it.

    Raises NumberTaken with the prospect that has the number.
    """
    with recording("prospects.create", by=by, key=key) as record:
        if record.is_repeat:
            return record.result(Prospect)
        number = values.get("number") or next_number()
        many = {name: values[name] for name in MANY if name in values}
        plain = {name: value for name, value in values.items() if name not in many}
        prospect = Prospect(**with_defaults({**plain, "number": number}, by=by))
        save_under_own_number(prospect)
        for name, rows in many.items():
            prospect.set_many(name, [row.pk for row in rows])
        want_follow_ups(wanted_in({prospect.pk: values}), by=by)
        return record.returns(prospect)


def save_under_own_number(prospect: Prospect) -> None:
    """Save the prospect; raises NumberTaken with the prospect that has its account number."""
    try:
        with transaction.atomic():
            prospect.save()
    except IntegrityError:
        holder = Prospect.objects.numbered(prospect.number).exclude(pk=prospect.pk).first()
        if holder is None:
            raise
        raise NumberTaken(prospect.number, holder) from None


def create_prospects(rows: Sequence[Mapping[str, Any]], *, by: User, key: str | None = None) -> list[int]:
    """Open many prospects, given by column, as one changeset; without a number they get the next free ones.

    Returns their keys. Raises NumberTaken for the first number already in use.
    """
    with recording("prospects.create-many", by=by, key=key) as record:
        if record.is_repeat:
            return _made_in(record.changeset)
        typed = [row["number"] for row in rows if row.get("number")]
        seen: set[str] = set()
        for number in typed:
            if number_key(number) in seen:
                raise NumberTaken(number, None)
            seen.add(number_key(number))
        if taken := taken_among(typed):
            number = next(number for number in typed if number in taken)
            raise NumberTaken(number, Prospect.objects.numbered(number).first())
        free = iter(next_numbers(len(rows) - len(typed)) if len(typed) < len(rows) else [])
        complete = [with_defaults({**row, "number": row.get("number") or next(free)}, by=by) for row in rows]
        many = {name: [row.pop(name, []) for row in complete] for name in MANY}
        keys = insert_many(Prospect, complete, many=many)
        want_follow_ups(wanted_in(dict(zip(keys, complete, strict=True))), by=by)
        return keys


def _made_in(changeset: Changeset) -> list[int]:
    made = changeset.changes.filter(content_type=ContentType.objects.get_for_model(Prospect))
    return list(made.filter(kind=Change.Kind.CREATED).order_by("pk").values_list("object_id", flat=True))


def copy_prospect(prospect: Prospect, *, by: User, key: str | None = None) -> Prospect:
    """Open a prospect like this one under the next number: address, terms and segmentation, but not its identity."""
    values: dict[str, Any] = {
        field.attname: getattr(prospect, field.attname)
        for field in Prospect._meta.concrete_fields
        if field.attname not in NOT_COPIED
        and field.attname not in Prospect.derived_fields | Prospect.figure_fields
        and field.name not in ("id", "version", "created_at", "changed_at")
    }
    values.update({name: list(getattr(prospect, name).all()) for name in MANY})
    return create_prospect(values, by=by, key=key)


def with_defaults(values: dict[str, Any], *, by: User) -> dict[str, Any]:
    """The values with what a new prospect gets when nobody said: search name, responsible."""
    if not values.get("search_name"):
        values["search_name"] = without_company_form(values["name"])
    if not values.get("responsible") and not values.get("responsible_id"):
        values.pop("responsible", None)
        values["responsible_id"] = by.pk
    return values
