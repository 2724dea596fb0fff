"""Synkronisering in the browser: the set-up, the card, and Bring i trit for one and for all."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from kundebro.history.models import Changeset
from kundebro.jobs.models import Run
from kundebro.ledger.models import Debtor
from kundebro.ledger.operations import change_debtor
from kundebro.prospects.choices import FieldOwner
from kundebro.prospects.models import Prospect
from kundebro.prospects.operations import change_prospect, set_sync, transfer_to_debtor
from kundebro.prospects.queries.sync import sync_rules
from kundebro.prospects.views import sync as views
from kundebro.users.choices import Role, Scope
from kundebro.users.models import User
from tests.factories.prospects import make_prospect
from tests.factories.users import make_user
from tests.scenarios.desk import standing_in

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db

SYNC, OUT, LEVEL = "/prospects/sync/", "/prospects/out-of-step/", "/prospects/out-of-step/level/"
DIALOG = {"HX-Request": "true", "HX-Target": "dialog"}


@pytest.fixture
def prospect(manager: User) -> Prospect:
    """In Aarhus, as a debtor in Odense."""
    made = make_prospect(name="Fjordens Færger", city="Aarhus", by=manager)
    transfer_to_debtor(made, by=manager)
    change_prospect(made, Debtor.objects.get().details(), by=manager)
    change_debtor(Debtor.objects.get(), {"city": "Odense"}, by=manager)
    return Prospect.objects.get()


def toasts(answer: Any) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


def in_step(prospect: Prospect) -> str:
    return f"/prospects/{prospect.pk}/in-step/"


def send(client: Client, url: str, /, **typed: str) -> Any:
    return client.post(url, {**standing_in(client.get(url).context["form"]), **typed})


def test_the_switch_and_the_owners_are_stored_and_can_be_undone(client: Client) -> None:
    assert "Synkronisering" in client.get("/setup/").content.decode()

    answer = send(client, SYNC, is_on="on", phone="crm", payment_terms="finance")

    assert answer.status_code == 303
    assert toasts(answer) == ["Gemt"]
    rules = sync_rules()
    assert (rules.is_on, rules.owner("phone"), rules.owner("payment_terms"), rules.owner("city")) == (
        True,
        FieldOwner.CRM,
        FieldOwner.FINANCE,
        FieldOwner.BOTH,
    )
    assert toasts(send(client, SYNC))[-1:] == ["Intet er ændret"]
    client.post(f"/history/changesets/{Changeset.objects.get(change_count=3).pk}/undo/")
    assert (sync_rules().is_on, dict(sync_rules().owners)) == (False, {})


def test_every_shared_field_has_an_owner_to_choose(client: Client) -> None:
    page = client.get(SYNC).content.decode()

    for label in ("Navn", "Faktura e-mail", "Betalingsbetingelse", "Besøgsadresse: postnr.", "Kundetype"):
        assert label in page


@pytest.mark.parametrize(("is_on", "state"), [(False, "fra"), (True, "til")])
def test_the_tab_says_whether_it_is_on_and_how_much_differs(
    client: Client, manager: User, prospect: Prospect, is_on: bool, state: str
) -> None:
    set_sync(is_on=is_on, owners={}, by=manager)

    tab = client.get(f"{prospect.get_absolute_url()}?tab=debtor").content.decode()

    assert f"<dt>Synkronisering</dt><dd>{state} · " in tab
    assert "1 forskel" in tab
    assert f'href="{in_step(prospect)}?tab=debtor"' in tab


@pytest.mark.parametrize("is_on", [False, True])
def test_the_transfer_says_that_the_cards_follow_each_other(client: Client, manager: User, is_on: bool) -> None:
    set_sync(is_on=is_on, owners={}, by=manager)

    dialog = client.get(f"/prospects/{make_prospect(by=manager).pk}/transfer-to-debtor/", headers=DIALOG)

    assert ("følger med på det andet" in dialog.content.decode()) == is_on


def test_nothing_is_chosen_until_one_chooses(client: Client, prospect: Prospect) -> None:
    page = client.get(in_step(prospect), headers=DIALOG)

    text = page.content.decode()
    assert ("KundeEmne: Aarhus" in text, "Debitor: Odense" in text) == (True, True)
    assert text.count(" checked") == 1
    assert send(client, in_step(prospect)).status_code == 422
    assert Debtor.objects.get().city == "Odense"


def test_the_value_chosen_is_written_on_both_with_one_click_back(client: Client, prospect: Prospect) -> None:
    answer = send(client, in_step(prospect) + "?tab=debtor", city="debtor")

    assert (answer.status_code, answer["Location"]) == (303, f"{prospect.get_absolute_url()}?tab=debtor")
    assert toasts(answer) == ["Bragt i trit"]
    assert Prospect.objects.get().city == "Odense"
    client.post(f"/history/changesets/{Changeset.objects.latest('pk').pk}/undo/")
    assert Prospect.objects.get().city == "Aarhus"
    assert "Der er ingen forskelle." not in client.get(in_step(prospect)).content.decode()


def test_what_was_changed_while_one_looked_is_shown_anew(client: Client, manager: User, prospect: Prospect) -> None:
    typed = standing_in(client.get(in_step(prospect)).context["form"])
    change_debtor(Debtor.objects.get(), {"city": "Vejle"}, by=manager)

    answer = client.post(in_step(prospect), {**typed, "city": "debtor"})

    assert answer.status_code == 422
    assert "Et af kortene er rettet imens." in answer.content.decode()
    assert Prospect.objects.get().city == "Aarhus"
    assert send(client, in_step(prospect), city="debtor").status_code == 303
    assert Prospect.objects.get().city == "Vejle"


def test_a_version_that_is_none_is_refused(client: Client, prospect: Prospect) -> None:
    assert send(client, in_step(prospect), city="debtor", versions="prospect;x").status_code == 422


def test_a_seller_sees_the_differences_and_may_not_level_them(
    as_user: SignIn, manager: User, prospect: Prospect
) -> None:
    seller = as_user(make_user(role=Role.SELLER, scope=Scope.ALL))

    card = seller.get(f"{prospect.get_absolute_url()}?tab=debtor").content.decode()

    assert ("1 forskel" in card, in_step(prospect) in card) == (True, False)
    assert seller.get(in_step(prospect)).status_code == 403
    assert seller.post(in_step(prospect)).status_code == 403


@pytest.mark.parametrize("with_account", [False, True])
def test_the_action_says_why_there_is_nothing_to_do(client: Client, manager: User, with_account: bool) -> None:
    alone = make_prospect(by=manager)
    if with_account:
        transfer_to_debtor(alone, by=manager)
        change_prospect(alone, Debtor.objects.get().details(), by=manager)

    card = client.get(alone.get_absolute_url()).content.decode()

    assert ("Der er ingen forskelle." if with_account else "Det har ingen debitor eller kreditor.") in card


def test_all_that_differ_are_listed_with_what_differs(client: Client, manager: User, prospect: Prospect) -> None:
    make_prospect(name="Uden konto", by=manager)

    page = client.get(OUT).content.decode()

    assert ("Fjordens Færger" in page, "Uden konto" in page, ">By<" in page) == (True, False, True)
    assert "Synkronisering er slået fra" in page
    assert f'href="{in_step(prospect)}"' in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_few_questions_whatever_its_length(
    client: Client, manager: User, rows: int, django_assert_num_queries: Any
) -> None:
    for _row in range(rows):
        transfer_to_debtor(make_prospect(by=manager), by=manager)
    client.get(OUT)

    with django_assert_num_queries(6):
        client.get(OUT, headers={"HX-Request": "true"})


def test_one_side_wins_for_all(client: Client, prospect: Prospect) -> None:
    assert send(client, LEVEL).status_code == 422

    answer = send(client, LEVEL, rest="finance", phone="crm")

    assert answer.status_code == 303
    assert toasts(answer) == ["1 KundeEmne bragt i trit"]
    assert Prospect.objects.get().city == "Odense"
    assert "Alle er i trit" in client.get(OUT).content.decode()


def test_very_many_are_brought_in_step_in_the_background(
    client: Client, prospect: Prospect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "WAITED_FOR", 0)

    answer = send(client, LEVEL, city="crm")

    assert answer["Location"] == Run.objects.get().get_absolute_url()
