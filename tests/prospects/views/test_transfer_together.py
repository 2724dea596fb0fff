"""The selection's dialog is a dry run; Overfør sets a job to work, and its report can take everything back."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from kundebro.history.queries import fingerprint
from kundebro.ledger.models import Debtor
from kundebro.prospects.models import Prospect, TransferRow, TransferRun
from kundebro.prospects.queries import transfer_together
from kundebro.users.choices import Role
from kundebro.users.models import User
from tests.factories.jobs import work_off
from tests.factories.ledger import make_debtor, make_debtor_profile, posting_group
from tests.factories.prospects import make_prospect
from tests.factories.users import make_user

SignIn = Callable[[User], Client]
URL = "/prospects/selection/transfer-to-debtor/"
DIALOG = {"HX-Request": "true", "HX-Target": "dialog"}
pytestmark = pytest.mark.django_db


def chosen(*prospects: Prospect, **more: Any) -> dict[str, Any]:
    return {"selected": [prospect.pk for prospect in prospects], "list": "q=a", **more}


def ordered(*prospects: Prospect, **more: Any) -> dict[str, Any]:
    return chosen(*prospects, apply="1", idempotency_key="k1", **more)


def test_the_dialog_tells_what_becomes_of_each_and_writes_nothing(client: Client) -> None:
    make_debtor(number="12", name="En helt anden")
    make_debtor(number="900", name="Gamma Handel", cvr_no="24256790")
    alfa, beta = make_prospect(number="11", name="Alfa"), make_prospect(number="12", name="Beta")
    gamma = make_prospect(number="13", name="Gamma", cvr_no="24256790")
    before = fingerprint()

    page = client.post(URL, chosen(alfa, beta, gamma), headers=DIALOG)

    text = page.content.decode()
    assert [row.outcome for row in page.context["rows"]] == ["created", "refused", "linked"]
    assert ("Debitor 11" in text, "optaget af En helt anden" in text, "Forbind til 900" in text) == (True, True, True)
    assert f'name="link" value="{gamma.pk}">' in text
    assert (fingerprint(), TransferRun.objects.exists()) == (before, False)


def test_another_profile_is_shown_before_it_is_used(client: Client) -> None:
    profile = make_debtor_profile(name="Messekunder", posting_group=posting_group("EU"))
    prospect = make_prospect()

    page = client.post(URL, ordered(prospect, profile=profile.pk, preview="1"), headers=DIALOG)

    assert (page.status_code, page.context["rows"][0].profile) == (200, profile)
    assert not TransferRun.objects.exists()


def test_the_job_transfers_links_what_was_ticked_and_reports(client: Client) -> None:
    debtor = make_debtor(number="900", name="Gamma Handel", cvr_no="24256790")
    alfa, gamma = make_prospect(number="11", name="Alfa"), make_prospect(name="Gamma", cvr_no="24256790")

    answer = client.post(URL, ordered(alfa, gamma, link=[gamma.pk]))
    waiting = client.get(answer["Location"])
    work_off()
    page = client.get(answer["Location"])

    assert answer.status_code == 303
    assert "hx-trigger" in waiting.content.decode()
    assert [row.outcome for row in page.context["rows"]] == ["created", "linked"]
    gamma.refresh_from_db()
    assert (gamma.debtor, Debtor.objects.count()) == (debtor, 2)
    client.post(f"{answer['Location']}undo/")
    work_off()
    assert set(TransferRow.objects.values_list("outcome", flat=True)) == {"undone"}
    assert list(Debtor.objects.all()) == [debtor]


def test_two_clicks_start_one_job(client: Client) -> None:
    prospect = make_prospect()

    first, second = (client.post(URL, ordered(prospect)) for _click in range(2))

    assert (first["Location"], TransferRun.objects.count()) == (second["Location"], 1)


def test_everything_in_the_search_can_be_chosen_but_not_more_than_a_person_can_look_through(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _each in range(3):
        make_prospect(name="Alfa")
    everything = {"all": "1", "list": "q=Alfa", "apply": "1", "idempotency_key": "k1"}
    monkeypatch.setattr("kundebro.prospects.views.transfer_together.MOST", 2)

    refused = client.post(URL, everything, headers=DIALOG)
    monkeypatch.undo()
    done = client.post(URL, everything, headers=DIALOG)

    assert ("højst 2 ad gangen" in refused.content.decode(), refused.status_code) == (True, 422)
    assert (done.headers["HX-Redirect"], TransferRow.objects.count()) == (
        TransferRun.objects.get().get_absolute_url(),
        3,
    )
    assert transfer_together.MOST == 500


def test_with_nothing_to_do_nothing_is_started(client: Client) -> None:
    make_debtor(number="11", name="En helt anden")

    answer = client.post(URL, ordered(make_prospect(number="11", name="Alfa")), headers=DIALOG)

    assert (answer.status_code, TransferRun.objects.exists()) == (422, False)


def test_the_list_offers_it_to_those_who_may(client: Client, as_user: SignIn) -> None:
    make_prospect(name="Alfa")
    marketing = as_user(make_user(role=Role.MARKETING))

    offered = [
        "selection/transfer-to-debtor" in each.get("/prospects/").content.decode() for each in (client, marketing)
    ]

    assert offered == [True, False]
    assert marketing.post(URL, {}).status_code == 403


def test_a_cut_off_transfer_goes_on_by_a_button(client: Client) -> None:
    answer = client.post(URL, ordered(make_prospect()))
    TransferRun.objects.update(job=None)

    interrupted = client.get(answer["Location"]).content.decode()
    client.post(f"{answer['Location']}resume/")
    work_off()

    assert "Gå videre" in interrupted or "Fortsæt" in interrupted
    assert TransferRow.objects.get().outcome == "created"
