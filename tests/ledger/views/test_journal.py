"""Kassekladden: lines are typed, looked through and posted."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from kundebro.ledger.choices import EntryKind
from kundebro.ledger.models import Account, Entry, JournalLine, PartyAccount
from kundebro.ledger.operations import close_period, save_draft
from kundebro.users.choices import Role
from tests.factories.ledger import (
    account,
    kr,
    lines_of,
    make_archived_debtor,
    make_creditor,
    make_debtor,
    make_draft,
    make_invoice,
    party_line,
    vat_code,
)
from tests.factories.users import make_user

PART = {"HX-Request": "true", "HX-Target": "journal"}
pytestmark = pytest.mark.django_db


def typed(about: PartyAccount | Account, amount: str, **values: Any) -> dict[str, Any]:
    """A line as the form sends it."""
    data = {
        "voucher_date": "10-04-2026",
        "voucher": "1",
        "kind": "invoice",
        "about": f"{about._meta.model_name}:{about.pk}",
        "amount": amount,
        "currency": "DKK",
        **values,
    }
    return {name: getattr(value, "pk", value) for name, value in data.items()}


def sale(about: PartyAccount, amount: str = "1.250", **values: Any) -> dict[str, Any]:
    """An invoice to a debtor with its counterpart."""
    return typed(about, amount, contra_account=account("1000"), vat_code=vat_code("S25"), **values)


def preview(client: Client) -> Any:
    """What the page says that posting writes."""
    return client.get("/journal/post/").context


def post(client: Client, *, key: str = "k1") -> Any:
    """Post what the preview shows."""
    lines = preview(client)["form"]["line"].value()
    return client.post("/journal/post/", {"line": lines, "idempotency_key": key})


def test_an_invoice_is_typed_and_stands_in_the_journal(client: Client) -> None:
    debtor = make_debtor()

    answer = client.post("/journal/", sale(debtor, document_no="F-1001", text="Reol"))

    draft = JournalLine.objects.get()
    assert (answer.status_code, draft.debtor, draft.amount, draft.document_no) == (303, debtor, kr("1.250"), "F-1001")
    assert "F-1001 Reol" in client.get("/journal/").content.decode()


@pytest.mark.parametrize(
    ("make", "kind", "side"),
    [
        (make_debtor, "invoice", 1),
        (make_debtor, "credit_note", -1),
        (make_debtor, "payment", -1),
        (make_debtor, "journal", 1),
        (make_creditor, "invoice", -1),
        (make_creditor, "credit_note", 1),
        (make_creditor, "payment", 1),
    ],
)
def test_documents_are_typed_with_a_plus_and_stand_on_their_own_side(
    client: Client, make: Callable[[], PartyAccount], kind: str, side: int
) -> None:
    party = make()

    client.post("/journal/", typed(party, "100", kind=kind))

    draft = JournalLine.objects.get()
    assert draft.amount == kr("100") * side
    assert client.get(f"/journal/{draft.pk}/").context["form"]["amount"].value() == "100,00"


def test_the_next_line_has_the_same_day_and_the_next_voucher(client: Client) -> None:
    answer = client.post("/journal/", sale(make_debtor(), voucher="4"), headers=PART)

    form = answer.context["form"]
    assert [form[name].value() for name in ("voucher_date", "voucher", "kind", "amount")] == [
        "10-04-2026",
        5,
        "invoice",
        None,
    ]


def test_the_next_line_of_a_voucher_that_does_not_balance_is_its_counterpart(client: Client) -> None:
    answer = client.post("/journal/", typed(make_debtor(), "1.250", voucher="4"), headers=PART)

    form = answer.context["form"]
    assert [form[name].value() for name in ("voucher", "kind", "amount")] == [4, "journal", "−1.250,00"]
    (voucher,) = answer.context["vouchers"]
    assert voucher.difference == kr("1.250")
    counterpart = typed(account("5820"), form["amount"].value(), voucher="4", kind="journal")
    assert client.post("/journal/", counterpart, headers=PART).context["vouchers"][0].difference == kr("0")


def test_two_who_type_at_once_do_not_share_a_voucher(client: Client) -> None:
    proposed = client.get("/journal/").context["form"]["voucher"].value()
    make_draft(account=account("3100"), amount_ore=100, voucher=proposed)

    client.post("/journal/", sale(make_debtor(), voucher=proposed, proposed_voucher=proposed))

    assert list(JournalLine.objects.order_by("pk").values_list("voucher", flat=True)) == [proposed, proposed + 1]


def test_a_second_click_adds_no_second_line(client: Client) -> None:
    data = sale(make_debtor(), idempotency_key="k1")

    client.post("/journal/", data)
    again = client.post("/journal/", data)

    assert (again.status_code, JournalLine.objects.count()) == (303, 1)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("amount", "0"),
        ("amount", "mange"),
        ("about", "debtor:999999"),
        ("about", "user:1"),
        ("voucher_date", "aldrig"),
        ("voucher", "0"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_the_typing_stays(client: Client, field: str, value: str) -> None:
    answer = client.post("/journal/", {**sale(make_debtor(), text="Reol"), field: value}, headers=PART)

    form = answer.context["form"]
    assert (answer.status_code, list(form.errors), form["text"].value()) == (422, [field], "Reol")
    assert not JournalLine.objects.exists()


def test_a_document_needs_a_debtor_or_creditor_and_a_control_account_takes_nothing_by_hand(client: Client) -> None:
    invoice = client.post("/journal/", typed(account("3100"), "100"))
    by_hand = client.post("/journal/", typed(account("5600"), "100", kind="journal"))

    assert [list(answer.context["form"].errors) for answer in (invoice, by_hand)] == [["about"], ["about"]]


def test_another_currency_needs_a_rate(client: Client) -> None:
    debtor = make_debtor()

    without = client.post("/journal/", sale(debtor, currency="EUR"))
    client.post("/journal/", sale(debtor, currency="EUR", rate="7,4605"))

    draft = JournalLine.objects.get()
    assert list(without.context["form"].errors) == ["rate"]
    assert (draft.currency_id, draft.rate_millionths) == ("EUR", 7_460_500)


def test_nothing_is_drafted_on_an_archived_account(client: Client) -> None:
    answer = client.post("/journal/", sale(make_archived_debtor()))

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["about"])


def test_a_line_is_corrected_and_deleted(client: Client) -> None:
    draft = make_draft(account=account("3100"), amount_ore=100)
    url = f"/journal/{draft.pk}/"

    client.post(url, typed(account("3100"), "200", kind="journal", version=draft.version))
    draft.refresh_from_db()
    answer = client.post(f"{url}delete/", headers=PART)

    assert draft.amount == kr("200")
    assert (answer.status_code, JournalLine.objects.count(), "undo_url" in answer.headers["HX-Trigger"]) == (
        200,
        0,
        True,
    )


def test_somebody_elses_correction_is_not_lost_unseen(client: Client) -> None:
    draft = make_draft(account=account("3100"), amount_ore=100)
    seen = draft.version
    draft.amount_ore = 300
    save_draft(draft, by=make_user())
    url = f"/journal/{draft.pk}/"

    first = client.post(url, typed(account("3100"), "200", kind="journal", version=seen))
    form = first.context["form"]
    amount_then = JournalLine.objects.get().amount
    client.post(url, {name: form[name].value() or "" for name in form.fields})

    assert (first.status_code, form["amount"].value(), amount_then) == (422, "200", kr("3"))
    assert JournalLine.objects.get().amount == kr("200")


def test_a_line_posted_meanwhile_leaves_the_typing(client: Client) -> None:
    answer = client.post("/journal/999999/", typed(account("3100"), "200", kind="journal", text="Papir"))

    assert (answer.status_code, answer.context["form"]["text"].value()) == (422, "Papir")
    assert answer.context["form_url"] == "/journal/"


def test_account_and_day_propose_vat_code_due_date_and_what_may_be_settled(client: Client) -> None:
    debtor = make_debtor()
    open_line = party_line(make_invoice(debtor))

    form = client.get("/journal/proposal/", {**sale(debtor), "vat_code": ""}).context["form"]

    assert (form["vat_code"].value(), form["due_on"].value()) == (str(vat_code("S25").pk), "24-04-2026")
    assert [item.pk for item in form.fields["settles"].queryset] == [open_line.pk]


def test_what_was_typed_is_not_proposed_away(client: Client) -> None:
    asked = {**sale(make_debtor()), "vat_code": str(vat_code("S0").pk), "due_on": "01-05-2026"}

    form = client.get("/journal/proposal/", {**asked, "proposed_due": "24-04-2026"}).context["form"]

    assert (form["vat_code"].value(), form["due_on"].value()) == (str(vat_code("S0").pk), "01-05-2026")


def test_the_picker_finds_debtors_creditors_and_accounts_but_none_put_away(client: Client) -> None:
    debtor, creditor = make_debtor(name="Fragtmanden"), make_creditor(name="Fragt og Flyt")
    make_archived_debtor(name="Fragt før i tiden")

    found = client.get("/journal/choices/?q=fragt").json()["choices"]

    assert [each["value"] for each in found] == [
        f"debtor:{debtor.pk}",
        f"creditor:{creditor.pk}",
        f"account:{account('2900').pk}",
    ]


def test_the_preview_is_what_posting_writes(client: Client) -> None:
    client.post("/journal/", sale(make_debtor(), document_no="F-1001"))

    (foreseen,) = preview(client)["foreseen"]
    answer = post(client)

    entry = Entry.objects.get()
    shown = [(leg.account.number, str(leg.amount).replace("−", "-")) for leg in foreseen.legs]
    assert shown == lines_of(entry) == [("5600", "1.250,00 kr."), ("1000", "-1.000,00 kr."), ("6900", "-250,00 kr.")]
    assert [leg.due_on for leg in foreseen.legs] == [date(2026, 4, 24), None, None]
    assert (answer.status_code, entry.kind, entry.document_no) == (303, EntryKind.INVOICE, "F-1001")
    assert not JournalLine.objects.exists()


def test_a_preview_writes_nothing(client: Client) -> None:
    client.post("/journal/", sale(make_debtor()))

    preview(client)

    assert (Entry.objects.count(), JournalLine.objects.count()) == (0, 1)


def test_a_voucher_that_cannot_be_posted_says_why_and_waits_for_itself(client: Client) -> None:
    client.post("/journal/", sale(make_debtor(), voucher="1"))
    client.post("/journal/", typed(account("3100"), "200", kind="journal", voucher="2"))

    refusals = [bool(each.refusal) for each in preview(client)["foreseen"]]
    post(client)

    assert refusals == [False, True]
    assert list(JournalLine.objects.values_list("voucher", flat=True)) == [2]


def test_a_second_click_on_post_answers_with_the_same_entries(client: Client) -> None:
    client.post("/journal/", sale(make_debtor()))
    data = {"line": preview(client)["form"]["line"].value(), "idempotency_key": "klik"}

    answers = [client.post("/journal/post/", data).status_code for _click in range(2)]

    assert (answers, Entry.objects.count()) == ([303, 303], 1)


def test_what_changed_after_the_preview_is_looked_at_again(client: Client) -> None:
    client.post("/journal/", sale(make_debtor()))
    seen = preview(client)["form"]["line"].value()
    draft = JournalLine.objects.get()
    draft.amount_ore = 900_000
    save_draft(draft, by=make_user())

    answer = client.post("/journal/post/", {"line": seen, "idempotency_key": "k1"})

    assert (answer.status_code, bool(answer.context["refusal"]), Entry.objects.count()) == (422, True, 0)


def test_a_payment_in_the_journal_settles_the_entry_it_names(client: Client) -> None:
    debtor = make_debtor()
    invoice = party_line(make_invoice(debtor))

    client.post(
        "/journal/",
        typed(debtor, "400", kind="payment", contra_account=account("5820"), settles=invoice),
    )
    post(client)

    assert invoice.open_item.remaining == kr("850")


def test_what_cannot_be_settled_with_the_line_is_refused_when_it_is_typed(client: Client) -> None:
    debtor = make_debtor()
    invoice = party_line(make_invoice(debtor))

    another = client.post("/journal/", sale(debtor, settles=invoice))
    euros = client.post("/journal/", typed(debtor, "10", kind="payment", settles=invoice, currency="EUR", rate="7,46"))

    assert [list(answer.context["form"].errors) for answer in (another, euros)] == [["settles"], ["settles"]]


def test_a_party_abroad_turns_a_domestic_vat_code_into_its_own_and_leaves_an_exempt_one(client: Client) -> None:
    abroad = make_debtor(vat_code=vat_code("SEUV"))
    asked = [{**typed(abroad, "100"), "contra_account": account(number).pk} for number in ("1000", "1300")]

    codes = [client.get("/journal/proposal/", each).context["form"]["vat_code"].value() for each in asked]

    assert codes == [str(vat_code("SEUV").pk), str(vat_code("S0").pk)]


def test_a_voucher_in_a_closed_period_says_so_before_it_is_posted(client: Client) -> None:
    client.post("/journal/", sale(make_debtor()))
    close_period(through=date(2026, 4, 30), by=make_user())

    (foreseen,) = preview(client)["foreseen"]

    assert "01-05-2026" in foreseen.refusal


def test_who_only_reads_sees_the_lines_and_no_form(as_role: Callable[[Role], Client]) -> None:
    make_draft(account=account("3100"), amount_ore=123_400, text="Papir")

    page = as_role(Role.READER).get("/journal/")

    assert ("Papir" in page.content.decode(), page.context["form"]) == (True, None)


@pytest.mark.parametrize("lines", [1, 3])
def test_the_page_asks_as_much_for_many_lines_as_for_one(
    client: Client, lines: int, django_assert_num_queries: Any
) -> None:
    for number in range(1, lines + 1):
        make_draft(debtor=make_debtor(), contra_account=account("5820"), amount_ore=-100, voucher=number)
    client.get("/journal/")

    with django_assert_num_queries(QUERIES):
        client.get("/journal/")


QUERIES = 11
"""Session and user, the line to be and its lists, the lines that wait."""
