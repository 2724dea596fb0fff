"""Who knocks, and what lies behind the doors: their own things, their team's, and a stranger's."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from kundebro.activities.models import CalendarFeed
from kundebro.activities.operations import renew_feed, write_note
from kundebro.company.models import Industry
from kundebro.contacts.operations import create_contact
from kundebro.history.recorder import latest_changeset
from kundebro.ledger.choices import PartyKind
from kundebro.pipeline.operations import create_project
from kundebro.prospects.models import ProductionUnit, Prospect, TransferRun
from kundebro.prospects.operations import compare_suppliers, create_prospect, save_production_unit
from kundebro.prospects.operations.transfer_together import open_run
from kundebro.users.choices import Role, Scope
from kundebro.users.models import Team, User
from tests.factories.activities import make_activity
from tests.factories.company import make_department, make_number_series
from tests.factories.documents import PICTURE, make_document
from tests.factories.imports import make_import, make_upload
from tests.factories.jobs import make_run
from tests.factories.ledger import (
    account,
    make_creditor,
    make_debtor,
    make_draft,
    make_invoice,
    make_payment,
    party_line,
    vat_code,
)
from tests.factories.mail import make_account, make_mail, make_notification
from tests.factories.users import make_session, make_team, make_user
from tests.live import session_of

OWN, TEAMMATES, STRANGERS = "own", "a teammate's", "a stranger's"
CANARY = "Kanariefugl"
"""Stands in every text of a stranger's things."""


@dataclass(frozen=True)
class Person:
    """Someone in front of the doors."""

    role: Role | None = None
    scope: Scope | None = None
    is_active: bool = True

    @property
    def has_access(self) -> bool:
        """Whether this person gets past the sign-in."""
        return self.role is not None and self.is_active

    def sees(self, whose: str, scope: str) -> bool:
        """Whether such a thing is there at all for this person, by the policy's words."""
        if whose == OWN or scope in ("none", "all"):
            return True
        if scope == "owner":
            return False
        if scope == "starter":
            return self.role is Role.ADMINISTRATOR
        return self.scope is Scope.ALL or (whose == TEAMMATES and self.scope is Scope.TEAM)


PEOPLE = {
    "anonymous": Person(),
    "administrator": Person(Role.ADMINISTRATOR, Scope.ALL),
    "sales manager": Person(Role.SALES_MANAGER, Scope.ALL),
    "seller, own records": Person(Role.SELLER, Scope.OWN),
    "seller, the team's records": Person(Role.SELLER, Scope.TEAM),
    "marketing": Person(Role.MARKETING, Scope.ALL),
    "bookkeeper": Person(Role.BOOKKEEPER, Scope.ALL),
    "reader": Person(Role.READER, Scope.ALL),
    "deactivated administrator": Person(Role.ADMINISTRATOR, Scope.ALL, is_active=False),
}


@dataclass
class World:
    """One person signed in, and by kind of thing and whose it is: the arguments of its address."""

    session: str
    user: User | None
    things: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)


def make_world(person: Person) -> World:
    """The person with colleagues, and what each of them owns and has begun."""
    team = make_team(name="Vest")
    user = make_user(role=person.role, scope=person.scope, team=team, name="Egon") if person.role else None
    session = session_of(user) if user else ""
    owners = {
        OWN: user or make_user(role=Role.SELLER),
        TEAMMATES: make_user(role=Role.SELLER, scope=Scope.OWN, team=team),
        STRANGERS: make_user(role=Role.SELLER, scope=Scope.OWN),
    }
    world = World(session, user)
    for whose, owner in owners.items():
        _give(world, whose, owner)
    _set_up(world, make_team(name="Øst"))
    if user and not person.is_active:
        User.objects.filter(pk=user.pk).update(is_active=False)
    return world


def _give(world: World, whose: str, owner: User) -> None:
    mark = f"{CANARY} " if whose == STRANGERS else ""
    prospect = create_prospect({"name": f"{mark}Firma", "city": f"{mark}By", "email": "post@firma.dk"}, by=owner)
    unit = save_production_unit(ProductionUnit(prospect=prospect, p_no="1003456789", name=f"{mark}Lager"), by=owner)
    contact = create_contact(prospect, {"name": f"{mark}Person", "title": f"{mark}Titel"}, by=owner)
    changeset = latest_changeset()
    project = create_project(prospect, {"description": f"{mark}Port", "competitor": f"{mark}Rival"}, by=owner)
    assert changeset is not None
    document = make_document(f"{mark}Notat".encode(), prospect=prospect, name=f"{mark}notat.txt", by=owner)
    paper = document.versions.get()
    picture = make_document(PICTURE, prospect=prospect, name=f"{mark}billede.png", by=owner)
    upload = make_upload(f"Navn;By\n{mark}Emne;Ribe\n", by=owner, target="prospects", name=f"{mark}liste.csv")
    run = make_run(by=owner, title=f"{mark}Kørsel")
    kind = ContentType.objects.get_for_model(Prospect)
    create_prospect({"name": f"{mark}Leverandør"}, by=owner)
    candidates = Prospect.objects.filter(responsible=owner)
    comparison = compare_suppliers(candidates, title=f"{mark}Valg", by=owner)
    planned = make_activity(
        prospect=prospect, by=owner, subject=f"{mark}Aftale", note=f"{mark}Note", date=timezone.localdate()
    )
    renew_feed(by=owner, now=timezone.now())
    own: dict[str, dict[str, Any]] = {
        "activity": {"pk": planned.pk},
        "note": {"pk": write_note(prospect, f"{mark}Notat", by=owner).pk},
        "calendar_feed": {"pk": CalendarFeed.objects.get(owner=owner).pk},
        "prospect": {"pk": prospect.pk},
        "company": {"prospect": prospect.pk},
        "unit": {"pk": prospect.pk, "unit": unit.pk},
        "contact": {"pk": contact.pk},
        "project": {"pk": project.pk},
        "document": {"pk": document.pk},
        "version": {"pk": paper.pk},
        "picture": {"pk": picture.versions.get().pk},
        "record": {"content_type": kind.pk, "pk": prospect.pk},
        "changeset": {"pk": changeset.pk},
        "upload": {"pk": upload.pk},
        "import": {"pk": make_import(upload, is_dry_run=True).pk},
        "run": {"pk": run.pk},
        "session": {"pk": make_session(owner).pk},
        "transfer-run": {"pk": _transfer_run(prospect, owner).pk},
        "comparison": {"pk": comparison.pk},
        "candidate": {"pk": comparison.pk, "candidate": comparison.candidates.all()[0].pk},
        "notification": {"pk": make_notification(owner, text=f"{mark}Besked").pk},
    }
    world.things |= {(kind_of_thing, whose): arguments for kind_of_thing, arguments in own.items()}


def _transfer_run(prospect: Prospect, owner: User) -> TransferRun:
    chosen = Prospect.objects.filter(pk=prospect.pk)
    transfer_run, _is_new = open_run(chosen, PartyKind.DEBTOR, by=owner, key=f"{prospect.pk}")
    return transfer_run


def _set_up(world: World, team: Team) -> None:
    debtor = make_debtor()
    invoice = make_invoice(debtor)
    payment = make_payment(debtor, "100", settles=[party_line(invoice)])
    shared = {
        "colleague": make_user(name="Kollega"),
        "team": team,
        "series": make_number_series(),
        "industry": Industry.objects.first(),
        "department": make_department(),
        "debtor": debtor,
        "creditor": make_creditor(),
        "draft": make_draft(debtor=debtor, amount_ore=100),
        "entry": payment,
        "chart account": account("1000"),
        "VAT rate": vat_code("S25").rates.first(),
        "settlement": party_line(invoice).settled_by_credits.get(),
        "mail account": make_account(),
        "mail": make_mail(),
    }
    world.things |= {(kind, OWN): {"pk": thing.pk} for kind, thing in shared.items() if thing is not None}
