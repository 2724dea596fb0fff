from django import forms
from django.http import QueryDict
from django.utils.html import format_html

from kundebro.core.components import Column, FilterBar, Table, changed_query


class Wanted(forms.Form):
    q = forms.CharField(required=False)
    town = forms.MultipleChoiceField(
        label="By", choices=[("8000", "Aarhus C"), ("5970", "Ærøskøbing")], required=False
    )
    is_archived = forms.BooleanField(label="Arkiverede", required=False)


def bar(query: str) -> FilterBar:
    return FilterBar(form=Wanted(QueryDict(query)), query=QueryDict(query))


def test_a_parameter_is_set_and_taken_out_of_the_address() -> None:
    assert changed_query(QueryDict("q=ø&after=x"), sort="-name", after=None) == "?q=%C3%B8&sort=-name"


def test_every_value_in_use_is_a_chip_with_the_address_without_it() -> None:
    chips = bar("q=vvs&town=8000&town=5970&is_archived=on&sort=name&after=x").chips

    assert [(chip.title, chip.value, chip.without_url) for chip in chips] == [
        ("By", "Aarhus C", "?q=vvs&town=5970&is_archived=on&sort=name"),
        ("By", "Ærøskøbing", "?q=vvs&town=8000&is_archived=on&sort=name"),
        ("Arkiverede", "ja", "?q=vvs&town=8000&town=5970&sort=name"),
    ]


def test_a_value_that_nobody_could_choose_is_no_chip() -> None:
    assert bar("town=9999").chips == []


def test_reset_keeps_the_order_and_drops_search_filters_and_place() -> None:
    assert bar("q=vvs&town=8000&sort=name&after=x&filters=open").reset_url == "?sort=name"


def test_searching_with_the_panel_closed_keeps_the_filters_in_use() -> None:
    assert bar("q=vvs&town=8000&sort=name&after=x").kept == [("town", "8000"), ("sort", "name")]


def test_searching_with_the_panel_open_leaves_the_filters_to_its_fields() -> None:
    assert bar("q=vvs&town=8000&sort=name&filters=open").kept == [("sort", "name")]


def test_rows_are_escaped_and_the_first_cell_carries_the_link() -> None:
    table = Table(
        records=["<b>"],
        columns=[
            Column(key="name", title="Navn", cell=lambda row: row, phone="title"),
            Column(key="tag", title="Status", cell=lambda row: format_html("<i>{}</i>", row)),
        ],
        caption="Liste",
        link=lambda row: f'/x/?q="{row}',
    )

    assert table.body() == (
        '<tr role="row" data-href="/x/?q=&quot;&lt;b&gt;">'
        '<td role="cell" class="cell-text phone-title"><a href="/x/?q=&quot;&lt;b&gt;">&lt;b&gt;</a></td>'
        '<td role="cell" class="cell-text phone-hidden"><i>&lt;b&gt;</i></td></tr>\n'
    )


def test_a_row_with_a_key_has_a_box_named_after_its_first_cell() -> None:
    table = Table(
        records=["Ølgaard"],
        columns=[Column(key="name", title="Navn", cell=lambda row: row)],
        caption="Liste",
        key=lambda _row: 7,
        form="selection",
    )

    assert (
        '<input class="form-check-input" type="checkbox" name="selected" form="selection" value="7" aria-label="Ølgaard">'
        in table.body()
    )


def test_a_second_click_on_a_heading_turns_the_order() -> None:
    columns = [
        Column[str](key="name", title="Navn", cell=str, is_sortable=True),
        Column[str](key="town", title="By", cell=str, is_sortable=True),
        Column[str](key="phone", title="Telefon", cell=str),
    ]
    table = Table(records=[], columns=columns, caption="Liste", query=QueryDict("sort=name&after=x"), sort="name")

    assert [(heading.sort_url, heading.sorted_as) for heading in table.headings] == [
        ("?sort=-name", "ascending"),
        ("?sort=town", ""),
        ("", ""),
    ]
