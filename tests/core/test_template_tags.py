from datetime import UTC, date, datetime

import time_machine
from django.template import Context, Template
from django.test import RequestFactory

from kundebro.core.pages import Count


def show(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


@time_machine.travel("2026-11-22 12:00:00+01:00", tick=False)
def test_a_time_near_today_is_said_in_words_with_the_full_time_as_title() -> None:
    late_evening = datetime(2026, 11, 21, 22, 30, tzinfo=UTC)

    assert show("{{ at|dk_when }}", at=late_evening) == (
        '<time datetime="2026-11-21T22:30:00+00:00" title="21-11-2026 23.30">i går</time>'
    )


def test_danish_forms_of_dates_numbers_and_phones() -> None:
    shown = show(
        "{{ day|dk_date }} · {{ number|dk_number }} · {{ count|dk_count }} · {{ cvr|dk_cvr }} · {{ phone|dk_phone }}",
        day=date(2026, 11, 22),
        number=1234567,
        count=Count(1_234_567, is_exact=False),
        cvr="24256790",
        phone="+4586123400",
    )

    assert shown == "22-11-2026 · 1.234.567 · ca. 1,2 mio. · 24 25 67 90 · +45 86 12 34 00"


def test_nothing_is_shown_for_nothing() -> None:
    assert show("{{ a|dk_date }}{{ a|dk_when }}{{ a|dk_number }}{{ a|dk_cvr }}{{ a|dk_phone }}", a=None) == ""


def test_query_link_keeps_the_rest_of_the_address() -> None:
    request = RequestFactory().get("/", {"q": "ø", "after": "x"})

    assert show("{% query_link sort='name' after=None %}", request=request) == "?q=%C3%B8&amp;sort=name"
