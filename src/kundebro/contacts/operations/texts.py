"""Keeps contacts findable by their company, and companies by their contacts."""

from collections.abc import Collection, Iterable

from django.contrib.contenttypes.models import ContentType

from kundebro.contacts.models import Contact
from kundebro.contacts.models.contact import company_text_of
from kundebro.history.models import Change
from kundebro.history.tracked import store_derived
from kundebro.prospects.models import Prospect
from kundebro.prospects.operations import refresh_contact_text

PORTION = 1000
FOUND_BY = ("name", "email", "phone", "mobile")


def refresh_texts(*, prospects: Collection[int], contacts: Collection[int] = ()) -> None:
    """Put right what is stored to find these prospects, their contacts and these contacts by; it leaves no history."""
    everywhere = {*prospects, *_prospects_of(contacts)}
    for portion in _portions(everywhere):
        _refresh_contacts(portion)
        _refresh_prospects(portion)


def words_of(name: str, email: str, phone: str, mobile: str) -> list[str]:
    """What a prospect is found by of one who works there."""
    return [value.removeprefix("+45") for value in (name, email, phone, mobile) if value]


def refresh_prospects(prospects: Collection[int]) -> None:
    """Let the prospects be found by names, mail addresses and phones of those who work there."""
    for portion in _portions(prospects):
        _refresh_prospects(portion)


def _refresh_prospects(pks: list[int]) -> None:
    texts: dict[int, list[str]] = {pk: [] for pk in pks}
    rows = Contact.objects.active().filter(prospect__among=pks).order_by("pk")
    for pk, *values in rows.values_list("prospect_id", *FOUND_BY):
        texts[pk].extend(words_of(*values))
    stored = dict(Prospect.objects.filter(pk__among=pks).values_list("pk", "contact_text"))
    refresh_contact_text({pk: words for pk, words in texts.items() if "\n".join(words) != stored.get(pk)})


def _refresh_contacts(pks: list[int]) -> None:
    company = {
        pk: company_text_of(number, name)
        for pk, number, name in Prospect.objects.filter(pk__among=pks).values_list("pk", "number", "name")
    }
    changed = []
    for contact in Contact.objects.filter(prospect__among=list(company)):
        text = company[contact.prospect_id]
        if contact.company_text != text:
            contact.company_text = text
            contact.search_text = Contact.derive(contact.__dict__)["search_text"]
            changed.append(contact)
    if changed:
        store_derived(changed, ("company_text", "search_text"))


def _prospects_of(contacts: Collection[int]) -> set[int]:
    """Where contacts are; of those that are gone, where history says they were."""
    found: set[int] = set()
    content_type = ContentType.objects.get_for_model(Contact)
    for portion in _portions(contacts):
        here = dict(Contact.objects.filter(pk__in=portion).values_list("pk", "prospect_id"))
        gone = [pk for pk in portion if pk not in here]
        told = Change.objects.filter(content_type=content_type, object_id__in=gone).exclude(kind=Change.Kind.UPDATED)
        found.update(here.values(), told.values_list("values__prospect_id", flat=True))
    return found


def _portions(keys: Iterable[int]) -> Iterable[list[int]]:
    ordered = sorted(keys)
    return (ordered[start : start + PORTION] for start in range(0, len(ordered), PORTION))
