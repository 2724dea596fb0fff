"""A believable Danish company to try Kundebro on: Fjordbo Industri A/S, its people, prospects, contacts and books.

Names of people and trades are common words; addresses of e-mail end in `.example`, so nothing can reach anyone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from django.db import transaction

from kundebro.company.models import Company, DeliveryTerms, Industry, PaymentTerms, PostalCode
from kundebro.contacts.operations import create_contacts
from kundebro.core.danish import fold, without_company_form
from kundebro.core.dates import next_working_day
from kundebro.history.recorder import recording
from kundebro.home.demo_activities import make_activities
from kundebro.home.demo_books import make_books
from kundebro.home.demo_sales import make_sales
from kundebro.prospects.models import InterestType, LeadSource, ProspectStatus, TargetGroup
from kundebro.prospects.operations import create_prospects
from kundebro.users.choices import Role, Scope
from kundebro.users.models import Team, User
from kundebro.users.operations import create_user

SEED = 20261122
PORTION = 500
THIN, APPROVED, PLANNED, CAMPAIGNS = 0.12, 0.5, 0.7, 0.6  # shares of the prospects
CVR_WEIGHTS = (2, 7, 6, 5, 4, 3, 2)

PEOPLE = (
    ("Karen Holm", "KHO", Role.ADMINISTRATOR, Scope.ALL),
    ("Michael Hougaard", "MHO", Role.SALES_MANAGER, Scope.ALL),
    ("Søren Jakobsen", "SØJ", Role.SELLER, Scope.OWN),
    ("Anne Kirkegaard", "ANK", Role.MARKETING, Scope.ALL),
    ("Birgit Dam", "BDA", Role.BOOKKEEPER, Scope.ALL),
    ("Lars Eskildsen", "LES", Role.READER, Scope.ALL),
)
FIRST_NAMES = [
    "Anne",
    "Mette",
    "Kirsten",
    "Hanne",
    "Ida",
    "Clara",
    "Freja",
    "Inge",
    "Åse",
    "Zoë",
    "Birthe",
    "Camilla",
    "Dorte",
    "Ellen",
    "Gitte",
    "Helle",
    "Jytte",
    "Karin",
    "Lone",
    "Maja",
    "Søren",
    "Bjørn",
    "Jørgen",
    "Lars",
    "Mikkel",
    "Niels",
    "Ole",
    "Peter",
    "Rasmus",
    "Thomas",
    "Anders",
    "Carsten",
    "Erik",
    "Flemming",
    "Günther",
    "Henrik",
    "Jens",
    "Knud",
]
LAST_NAMES = [
    "Jensen",
    "Nielsen",
    "Hansen",
    "Pedersen",
    "Andersen",
    "Christensen",
    "Larsen",
    "Sørensen",
    "Rasmussen",
    "Jørgensen",
    "Petersen",
    "Madsen",
    "Kristensen",
    "Olsen",
    "Thomsen",
    "Christiansen",
    "Poulsen",
    "Johansen",
    "Møller",
    "Mortensen",
    "Østergaard",
    "Aagaard",
    "Bæk",
    "Kjær",
    "Vestergaard",
    "Ågård",
    "Holm",
    "Lund",
]
TRADES = {
    "Smedje": "25.53",
    "Maskinfabrik": "28.99",
    "Tømrer": "43.32",
    "Murer": "43.91",
    "VVS": "43.22",
    "El-teknik": "43.21",
    "Bageri": "10.71",
    "Mejeri": "10.51",
    "Bryggeri": "11.05",
    "Møbler": "31.00",
    "Trykkeri": "18.12",
    "Emballage": "17.21",
    "Transport": "49.41",
    "Software": "62.10",
    "Revision": "69.20",
    "Rengøring": "81.21",
    "Gartneri": "81.30",
    "Fiskeri": "03.11",
}
FORMS = ("ApS", "A/S", "I/S", "K/S", "")
STREETS = [
    "Algade",
    "Søndergade",
    "Østergade",
    "Vestergade",
    "Nørregade",
    "Havnegade",
    "Jernbanegade",
    "Strandvejen",
    "Møllevej",
    "Industrivej",
    "Engvej",
    "Ågade",
    "Skolegade",
    "Kirkevej",
    "Birkevej",
]
TITLES = ("Direktør", "Indkøber", "Bogholder", "Værkfører", "Salgschef", "Driftsleder", "Projektleder", "")
INTERESTS = ("Energi", "Vedligehold", "Nybyg", "IT-drift", "Abonnement", "Reservedele")
GROUPS = ("Håndværk", "Industri", "Fødevarer", "Handel og service", "Det offentlige")
REMARKS = (
    "",
    "",
    "",
    "Ring efter messen",
    "Vil have tilbud på vedligehold",
    "Spurgte til priser",
    "Kender os fra Agromek",
)


@dataclass(frozen=True)
class SignIn:
    """How someone of the demo company signs in."""

    user: User
    password: str


def make_demo(*, today: date, prospects: int = 2000, contacts_each: int = 2) -> None:
    """Fill an empty database; the same every time but for dates, which count from today."""
    random = Random(SEED)  # noqa: S311  believable, not secret
    with transaction.atomic():
        Company.objects.update(name="Fjordbo Industri A/S", city="Aarhus C", postal_code="8000")
        people = list(_people())
        with recording("home.demo", by=people[0]):
            codes = _codes()
            rows = list(_companies(random, prospects, people, codes, today=today))
            for start in range(0, len(rows), PORTION):
                portion = rows[start : start + PORTION]
                pks = create_prospects(portion, by=people[0])
                create_contacts(list(_contacts(random, portion, pks, contacts_each)), by=people[0])
        make_books(random, by=people[0], today=today)
        make_sales(random, by=people[0], today=today)
        make_activities(random, by=people[0], today=today)


def _people() -> Iterator[User]:
    team = Team.objects.create(name="Salg Vest")
    for name, initials, role, scope in PEOPLE:
        email = f"{fold(name).split()[0]}@fjordbo.example"
        yield create_user(name=name, email=email, initials=initials, role=role, scope=scope, team=team, by=None)


def _codes() -> dict[str, list[Any]]:
    def rows(model: Any, names: tuple[str, ...]) -> list[Any]:
        for position, name in enumerate(names):
            if not model.objects.filter(name=name).exists():
                model(code=fold(name).replace(" ", "-")[:20], name=name, position=position).save()
        return list(model.objects.filter(is_active=True))

    return {
        "interests": rows(InterestType, INTERESTS),
        "groups": rows(TargetGroup, GROUPS),
        "statuses": rows(ProspectStatus, ()),
        "sources": rows(LeadSource, ()),
        "payment_terms": list(PaymentTerms.objects.all()),
        "delivery_terms": list(DeliveryTerms.objects.all()),
    }


def _companies(
    random: Random, count: int, people: list[User], codes: dict[str, list[Any]], *, today: date
) -> Iterator[dict[str, Any]]:
    towns = list(PostalCode.objects.filter(country="DK").order_by("code", "city"))
    industries = {code: Industry.objects.filter(code=code.replace(".", "")).first() for code in TRADES.values()}
    sellers = [person for person in people if person.role in (Role.SELLER, Role.SALES_MANAGER, Role.MARKETING)]
    for number in range(count):
        first, last, trade = random.choice(FIRST_NAMES), random.choice(LAST_NAMES), random.choice(list(TRADES))
        town, industry = random.choice(towns), industries[TRADES[trade]]
        name = random.choice(
            (
                f"{last}s {trade}",
                f"{first} {last} {trade}",
                f"{trade}firmaet {last}",
                f"{last} & {random.choice(LAST_NAMES)}",
            )
        )
        name = f"{name} {random.choice(FORMS)}".strip()
        host = f"{fold(last)}-{fold(trade).replace(' ', '-')}{number}.example"
        is_thin = random.random() < THIN  # a name from a fair, nothing more yet
        approved = random.random() < APPROVED
        row: dict[str, Any] = {
            "name": name,
            "search_name": without_company_form(name),
            "responsible_id": random.choice(sellers).pk,
            "status_id": _one(random, codes["statuses"]),
            "source_id": _one(random, codes["sources"]),
            "remark_1": random.choice(REMARKS),
            "next_follow_up_on": next_working_day(today + timedelta(days=random.randint(-10, 60)))
            if random.random() < PLANNED
            else None,
            "interest_types": [row.pk for row in random.sample(codes["interests"], random.randint(0, 2))],
            "target_groups": [random.choice(codes["groups"]).pk],
        }
        if not is_thin:
            row |= {
                "street": random.choice(STREETS),
                "house_no": f"{random.randint(1, 180)}{random.choice(('', '', '', 'A', 'B'))}",
                "postal_code": town.code,
                "city": town.city,
                "cvr_no": cvr_number(random),
                "phone": f"+45{random.randint(20_00_00_00, 99_99_99_99)}",
                "email": f"kontakt@{host}",
                "bookkeeping_email": f"faktura@{host}",
                "email_domain": host,
                "website": f"https://{host}",
                "industry_id": industry.pk if industry else None,
                "customer_type": random.choices(("btb", "btg", "btc"), (80, 12, 8))[0],
                "employee_count": random.choice((1, 3, 8, 14, 27, 60, 140)),
                "payment_terms_id": _one(random, codes["payment_terms"]),
                "delivery_terms_id": _one(random, codes["delivery_terms"]),
                "is_gdpr_approved": approved,
                "gdpr_approved_on": today - timedelta(days=random.randint(1, 700)) if approved else None,
                "allows_campaigns": approved and random.random() < CAMPAIGNS,
                "latitude": town.latitude,
                "longitude": town.longitude,
                "coordinates_source": "postal_code",
            }
        yield row


def _contacts(random: Random, companies: list[dict[str, Any]], pks: list[int], each: int) -> Iterator[dict[str, Any]]:
    for company, pk in zip(companies, pks, strict=True):
        host = company.get("email_domain", "")
        for place in range(each):
            name = f"{random.choice(FIRST_NAMES)} {random.choice(LAST_NAMES)}"
            yield {
                "prospect_id": pk,
                "name": name,
                "title": random.choice(TITLES),
                "email": f"{fold(name).replace(' ', '.')}{place}@{host}" if host else "",
                "phone": f"+45{random.randint(20_00_00_00, 99_99_99_99)}" if host else "",
            }


def _one(random: Random, rows: list[Any]) -> int | None:
    return random.choice(rows).pk if rows else None


def cvr_number(random: Random) -> str:
    """A number with a right check digit in a range that is not given out."""
    while True:
        digits = f"9{random.randint(0, 999_999):06}"
        rest = sum(int(digit) * weight for digit, weight in zip(digits, CVR_WEIGHTS, strict=True)) % 11
        if rest != 1:
            return f"{digits}{(11 - rest) % 11}"
