"""Statistik: counted by hand, and each number with exactly its list."""

from datetime import UTC, datetime, time, timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from kundebro.company.models import Industry
from kundebro.home.queries import funnel
from kundebro.prospects.models import Prospect
from kundebro.prospects.operations import transfer_to_debtor
from kundebro.users.choices import Role, Scope
from kundebro.users.models import User
from tests.factories.activities import make_activity
from tests.factories.pipeline import make_project
from tests.factories.prospects import make_archived, make_prospect, make_source, make_status, make_target_group
from tests.factories.users import make_user
from tests.home.behind import rows_behind, signed_in

pytestmark = pytest.mark.django_db

PAGE = reverse("home:statistics")


def typed_in(company: Prospect, days: int) -> None:
    """Let the prospect be so many days old; at noon, that no hour of the day and no summer time makes it another day."""
    noon = timezone.make_aware(datetime.combine(timezone.localdate() - timedelta(days=days), time(12)))
    QuerySet(Prospect).filter(pk=company.pk).update(created_at=noon)


@pytest.fixture
def karen() -> User:
    """Who sees them all, and six companies to count."""
    user = make_user(name="Karen")
    smiths, north = Industry.objects.order_by("pk")[:2]
    good = make_status(name="Lovende")
    fair = make_source(name="Messe")
    builders, farmers = make_target_group(name="Byggefirmaer"), make_target_group(name="Landbrug")
    shared: dict[str, Any] = {"responsible": user}
    make_prospect(name="A", industry=smiths, status=good, postal_code="8000", customer_type="btb", **shared)
    make_prospect(
        name="B", industry=smiths, source=fair, postal_code="8999", target_groups=[builders, farmers], **shared
    )
    make_prospect(name="C", industry=north, postal_code="5000", target_groups=[builders], **shared)
    make_prospect(name="D", postal_code="80001", country_id="DE", customer_type="btc", **shared)
    make_prospect(name="E", responsible=make_user(name="Bo"))
    make_prospect(name="F", postal_code="A80", **shared)
    make_archived(name="Væk", industry=smiths)
    return user


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("status", {"Lovende": {"A"}, "Ingen": {"B", "C", "D", "E", "F"}}),
        ("source", {"Messe": {"B"}, "Ingen": {"A", "C", "D", "E", "F"}}),
        ("customer_type", {"BTB – erhverv": {"A"}, "BTC – privat": {"D"}, "Ingen": {"B", "C", "E", "F"}}),
        ("target_group", {"Byggefirmaer": {"B", "C"}, "Landbrug": {"B"}, "Ingen": {"A", "D", "E", "F"}}),
        (
            "area",
            {
                "5000–5999 Fyn": {"C"},
                "8000–8999 Østjylland": {"A", "B"},
                "Tyskland": {"D"},
                "Ingen": {"E"},
            },
        ),
        ("responsible", {"Karen": {"A", "B", "C", "D", "F"}, "Bo": {"E"}}),
    ],
)
def test_each_number_leads_to_exactly_its_prospects(karen: User, by: str, expected: dict[str, set[str]]) -> None:
    client = signed_in(karen)

    page = client.get(f"{PAGE}?by={by}").context["page"]

    told = {row.title: row for row in page.rows if row.url}
    assert {title: rows_behind(client, row.url) for title, row in told.items()} == expected
    assert {title: row.number for title, row in told.items()} == {title: len(rows) for title, rows in expected.items()}
    assert page.total.number == 6
    assert len(rows_behind(client, page.total.url)) == 6


def test_the_largest_industry_stands_first_with_its_share(karen: User) -> None:
    page = signed_in(karen).get(PAGE).context["page"]

    assert [(row.number, row.share) for row in page.rows] == [(2, "33,3 %"), (1, "16,7 %"), (3, "50,0 %")]
    assert page.rows[-1].title == "Ingen"
    assert [bar.strokes[0].width for bar in page.bars] == [666, 333, 1000]


def test_what_is_no_postal_code_has_no_list_and_says_so(karen: User) -> None:
    page = signed_in(karen).get(f"{PAGE}?by=area").context["page"]

    assert [(row.title, row.number, row.url) for row in page.rows if not row.url] == [("Andre postnumre", 1, "")]


def test_a_filter_and_a_period_narrow_what_is_counted_and_stay_in_the_links(karen: User) -> None:
    QuerySet(Prospect).filter(name="A").update(created_at=datetime(2025, 12, 31, 23, 30, tzinfo=UTC))
    QuerySet(Prospect).filter(name="B").update(created_at=datetime(2025, 12, 31, 22, 30, tzinfo=UTC))
    QuerySet(Prospect).filter(name="C").update(created_at=datetime(2025, 6, 1, tzinfo=UTC))
    client = signed_in(karen)
    period = "created_from=2025-12-31&created_to=31-12-2025"

    page = client.get(f"{PAGE}?by=industry&{period}").context["page"]
    narrowed = client.get(f"{PAGE}?by=industry&created_to=2026-01-01&postal_from=8000&postal_to=8999").context["page"]

    assert [(row.number, rows_behind(client, row.url)) for row in page.rows] == [(1, {"B"})]
    assert [(row.number, rows_behind(client, row.url)) for row in narrowed.rows] == [(2, {"A", "B"})]


def test_where_the_list_cannot_be_asked_for_the_rows_there_is_no_link(karen: User) -> None:
    client = signed_in(karen)

    by_area = client.get(f"{PAGE}?by=area&postal_from=8000&postal_to=8100").context["page"]

    assert [(row.number, row.url) for row in by_area.rows if row.title.startswith("8000")] == [(1, "")]


def test_this_year_is_offered_and_marked(karen: User) -> None:
    client = signed_in(karen)
    offered = {title: url for title, url, _current in client.get(PAGE).context["page"].periods}

    page = client.get(PAGE + offered["I år"]).context["page"]

    assert [title for title, _url, is_current in page.periods if is_current] == ["I år"]
    assert page.wanted.created == (timezone.localdate().replace(month=1, day=1), None)


def test_a_seller_counts_only_what_she_sees() -> None:
    seller = make_user(role=Role.SELLER, scope=Scope.OWN)
    make_prospect(name="Min", responsible=seller)
    make_prospect(name="En andens")

    page = signed_in(seller).get(f"{PAGE}?by=responsible").context["page"]

    assert [(row.title, row.number) for row in page.rows] == [(seller.name, 1)]


# --- From prospect to debtor


def test_the_way_from_prospect_to_debtor_with_the_median_of_days_by_hand() -> None:
    user = make_user()
    today = timezone.localdate()
    companies = [make_prospect(name=name, responsible=user) for name in "ABCD"]
    for company, days in zip(companies, (40, 30, 20, 10), strict=True):
        typed_in(company, days)
    for company, days in zip(companies[:3], (35, 20, 19), strict=True):
        make_activity(prospect=company, by=user, date=today - timedelta(days=days), is_done=True)
    for company in companies[:2]:
        make_project(prospect=company, by=user, date=today)
    transfer_to_debtor(Prospect.objects.get(name="A"), by=user, key="a")
    client = signed_in(user)

    page = client.get(f"{PAGE}?by=funnel").context["page"]

    # to the first contact 5, 10 and 1 days; to a project 40 and 30; to a debtor 40
    assert [(row.title, row.number, row.share, row.days) for row in page.rows] == [
        ("KundeEmner", 4, "", ""),
        ("Fik kontakt", 3, "75,0 %", "5 dage"),
        ("Fik et salgsprojekt", 2, "50,0 %", "35 dage"),
        ("Blev debitor", 1, "25,0 %", "40 dage"),
    ]
    assert [rows_behind(client, row.url) for row in page.rows] == [set("ABCD"), set("ABC"), set("AB"), {"A"}]


def test_an_archived_prospect_has_gone_its_way_too(karen: User) -> None:
    client = signed_in(karen)

    row = client.get(f"{PAGE}?by=funnel").context["page"].rows[0]

    assert (row.number, len(rows_behind(client, row.url))) == (7, 7)


def test_of_very_many_the_median_is_that_of_the_latest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(funnel, "TIMED", 1)
    user, today = make_user(), timezone.localdate()
    for days in (30, 10):
        company = make_prospect(responsible=user)
        typed_in(company, days)
        make_project(prospect=company, by=user, date=today)

    found = funnel.funnel_of(Prospect.objects.all())

    assert [(each.key, each.median_days) for each in found if each.key == "any_project"] == [("any_project", 10)]


# --- As a file


@pytest.mark.parametrize(
    ("by", "first"),
    [("status", "Lovende;1;16,7 %"), ("funnel", "KundeEmner;7;;")],
)
def test_the_table_is_exported(karen: User, by: str, first: str) -> None:
    url = f"{reverse('home:statistics-export')}?list={quote(f'by={by}')}"

    answer: Any = signed_in(karen).post(url, {"kind": "csv"})

    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[1] == first
    assert "statistik" in answer["Content-Disposition"]


def test_the_page_has_its_picture_its_table_and_its_filters(karen: User) -> None:
    client = signed_in(karen)

    page = client.get(PAGE).content.decode()
    filters = client.get(f"{reverse('home:statistics-filters')}?by=area&created_from=2026-01-31").content.decode()

    assert page.count("<svg viewBox") == 3
    assert page.count("<tr>") == 4
    assert 'value="31-01-2026"' in filters
    assert '<input type="hidden" name="by" value="area">' in filters


def test_nothing_to_count_is_said() -> None:
    assert "Intet at tælle" in signed_in(make_user()).get(PAGE).content.decode()


@pytest.mark.parametrize("by", ["industry", "target_group", "area"])
def test_it_is_asked_in_one_grouped_question(karen: User, by: str, django_assert_max_num_queries: Any) -> None:
    client = signed_in(karen)
    client.get(PAGE)

    with django_assert_max_num_queries(9):
        client.get(f"{PAGE}?by={by}")
