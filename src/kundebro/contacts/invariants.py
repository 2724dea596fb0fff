"""What must hold of contacts."""

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from django.db.models import CharField, F, TextField, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext_lazy as _

from kundebro.contacts.models import Contact
from kundebro.contacts.operations.texts import FOUND_BY, words_of
from kundebro.core.verify import CHUNK, Breach, found, register
from kundebro.prospects.models import Prospect


def register_invariants() -> None:
    """Everything below."""
    register(id="I-13 contacts", title=_("Contacts and companies are found by each other"), check=texts)


def texts() -> Iterator[Breach]:
    """Contacts that are not found by their company as it is called now, and companies not by those who work there."""
    company = Concat("prospect__number", Value("\n"), "prospect__name", output_field=CharField())
    elsewhere = Contact.objects.annotate(company=Cast(company, TextField())).exclude(company_text=F("company"))
    yield from found(Contact._meta.label, elsewhere.order_by("pk").values_list("pk", flat=True))
    yield from found(Prospect._meta.label, _prospects_without_their_contacts())


def _prospects_without_their_contacts() -> Iterator[int]:
    contacts = Contact.objects.active().order_by("prospect_id", "pk").values_list("prospect_id", *FOUND_BY)
    people = groupby(contacts.iterator(chunk_size=CHUNK), key=itemgetter(0))
    present, rows = next(people, (None, iter(())))
    prospects = Prospect.objects.order_by("pk").values_list("pk", "contact_text")
    for pk, stored in prospects.iterator(chunk_size=CHUNK):
        words: list[str] = []
        if present == pk:
            words = [word for row in rows for word in words_of(*row[1:])]
            present, rows = next(people, (None, iter(())))
        if stored != "\n".join(words):
            yield pk
