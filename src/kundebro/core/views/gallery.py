"""Every component with believable content, for those who build pages and for the browser tests."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from kundebro.core import formats
from kundebro.core.components import Action, Column, Difference, Fact, FilterBar, Tab, Table, Tile
from kundebro.core.forms import CheckboxSwitch, DateField, PickerMultiple, PickerSelect, WithWarnings
from kundebro.core.pages import Count, Page
from kundebro.core.shortcuts import render_dialog, render_part
from kundebro.core.toasts import Toast

TOWNS = [
    ("8000", "Aarhus C"),
    ("5970", "Ærøskøbing"),
    ("6700", "Esbjerg"),
    ("2100", "København Ø"),
    ("9000", "Aalborg"),
]
INDUSTRIES = [("25.62", "Maskinforarbejdning"), ("46.90", "Engroshandel"), ("41.20", "Opførelse af bygninger")]
TABS = (("details", _("Master data"), None), ("notes", _("Notes"), 3), ("history", _("History"), None))


@dataclass(frozen=True)
class Sample:
    """One made-up row."""

    number: int
    name: str
    cvr_no: str
    town: str
    phone: str
    tone: str
    status: str
    seen_on: date
    worth: int


NAMES = (
    "Aarhus Maskinfabrik A/S",
    "Brødrene Ølgaard VVS ApS",
    "Café Æblehaven",
    "Den Grønne Grossist A/S",
    "Ebeltoft Bådebyggeri og Skibsservice ApS",
    "Fjordens Fiskeeksport A/S",
    "Guldsmed Åse Østergaard",
    "Himmerlands Tømrer & Snedker ApS",
)
STATUSES = (("info", "Ny"), ("good", "Kunde"), ("warn", "Afventer"), ("neutral", "Kold"), ("bad", "Spærret"))


def samples() -> list[Sample]:
    """Eight rows that need every Danish letter."""
    today = timezone.localdate()
    return [
        Sample(
            number=10041 + place,
            name=name,
            cvr_no=f"{24256790 + place * 1111}",
            town=" ".join(TOWNS[place % len(TOWNS)]),
            phone=f"+458612{3400 + place * 7}",
            tone=STATUSES[place % len(STATUSES)][0],
            status=STATUSES[place % len(STATUSES)][1],
            seen_on=today - timedelta(days=place * place),
            worth=(place * 73_519) % 412_000,
        )
        for place, name in enumerate(NAMES)
    ]


class SampleFilter(forms.Form):
    """A list's search box and filters."""

    q = forms.CharField(label=_("Search the list"), required=False)
    industry = forms.MultipleChoiceField(
        label=_("Industry"), choices=INDUSTRIES, required=False, widget=PickerMultiple
    )
    town = forms.ChoiceField(label=_("Town"), choices=[("", _("All")), *TOWNS], required=False)
    is_archived = forms.BooleanField(label=_("Archived as well"), required=False)


class SampleForm(WithWarnings, forms.Form):
    """One field of every kind, with an error and a warning."""

    name = forms.CharField(label=_("Name"), help_text=_("As it stands in the register of companies."))
    cvr_no = forms.CharField(label=_("CVR number"), required=False)
    email = forms.EmailField(label=_("Email"), required=False)
    met_on = DateField(label=_("Met on"), required=False)
    industry = forms.ChoiceField(
        label=_("Industry"), choices=[("", "–"), *INDUSTRIES], required=False, widget=PickerSelect
    )
    towns = forms.MultipleChoiceField(label=_("Towns"), choices=TOWNS, required=False, widget=PickerMultiple)
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea({"rows": 3}))
    kind = forms.ChoiceField(
        label=_("Customer type"), choices=[("btb", "BTB"), ("btc", "BTC"), ("btg", "BTG")], widget=forms.RadioSelect
    )
    allows_campaigns = forms.BooleanField(label=_("May be used in campaigns"), required=False, widget=CheckboxSwitch)
    is_approved = forms.BooleanField(label=_("GDPR approved"), required=False)


@require_GET
@permission_required("core.view_gallery", raise_exception=True)
def gallery(request: HttpRequest) -> HttpResponse:
    """The gallery, a part of it for the tabs and the list, or one of its dialogs."""
    if request.GET.get("dialog") == "confirm":
        return render_dialog(request, "core/components/confirm.html", _confirmation())
    context = _context(request)
    part = "rows" if request.headers.get("HX-Target") == "rows" else "tab"
    return render_part(request, "core/gallery.html", part, context)


def _context(request: HttpRequest) -> dict[str, Any]:
    here = reverse("core:gallery")
    rows = samples()
    open_tab = request.GET.get("tab", TABS[0][0])
    form = SampleForm(request.GET if "checked" in request.GET else None, initial={"cvr_no": "24256791", "kind": "btb"})
    form.warn("cvr_no", _("The check digit does not fit. It can be kept if it is right."))
    return {
        "bar": FilterBar.of(
            request,
            SampleFilter(request.GET, auto_id="filter_%s"),
            target="#rows",
            placeholder=_("Name, number, CVR, phone, town"),
        ),
        "table": Table(
            records=rows,
            columns=_columns(),
            caption=_("Prospects"),
            query=request.GET,
            sort=request.GET.get("sort", "name"),
            link=lambda row: f"{here}?number={row.number}",
            key=lambda row: row.number,
            target="#rows",
            form="selection",
        ),
        "page": Page(rows, Count(1_234_567, is_exact=False), next="next", previous=""),
        "form": form,
        "tabs": [
            Tab(key=key, title=title, url=f"{here}?tab={key}", count=count, is_current=key == open_tab)
            for key, title, count in TABS
        ],
        "open_tab": open_tab,
        "facts": _facts(rows[0]),
        "tiles": _tiles(),
        "actions": _actions(),
        "bulk": [
            Action(title=_("Archive"), url=here, icon="archive"),
            Action(title=_("Export"), url=here, icon="download"),
        ],
        "differences": [
            Difference(name="city", title=_("Town"), original="Aarhus", yours="Aarhus C", theirs="Åbyhøj"),
            Difference(name="phone", title=_("Phone"), original="", yours="+45 86 12 34 00", theirs="+45 86 12 34 01"),
        ],
        "toasts": [
            Toast(text="Gemt: Aarhus Maskinfabrik A/S", undo_url=here, open_url=here),
            Toast(text="Aarhus Maskinfabrik A/S er arkiveret. Den har 2 åbne aktiviteter.", level="warning"),
        ],
        "create": Action(title=_("Create the first one"), url=here, icon="plus"),
        "import": Action(title=_("Import from Excel"), url=here, icon="file-import"),
    }


def _columns() -> list[Column[Sample]]:
    return [
        Column(key="name", title=_("Name"), cell=lambda row: row.name, phone="title", is_sortable=True),
        Column(key="number", title=_("Account no."), cell=lambda row: row.number, is_sortable=True),
        Column(key="cvr", title=_("CVR number"), cell=lambda row: formats.show_cvr(row.cvr_no)),
        Column(key="town", title=_("Town"), cell=lambda row: row.town, phone="line", is_sortable=True),
        Column(key="phone", title=_("Phone"), cell=lambda row: formats.show_phone(row.phone)),
        Column(
            key="status",
            title=_("Status"),
            cell=lambda row: format_html('<span class="tag tag-{}">{}</span>', row.tone, row.status),
            phone="aside",
        ),
        Column(key="seen", title=_("Last activity"), cell=lambda row: formats.show_date(row.seen_on), kind="date"),
        Column(key="worth", title=_("Value"), cell=lambda row: f"{formats.show_count(row.worth)} kr.", kind="number"),
    ]


def _facts(row: Sample) -> list[Fact]:
    edit = reverse("core:gallery")
    return [
        Fact(name=_("Account no."), value=row.number),
        Fact(name=_("Name"), value=row.name, edit_url=edit),
        Fact(name=_("CVR number"), value=formats.show_cvr(row.cvr_no), edit_url=edit),
        Fact(name=_("Town"), value=row.town, edit_url=edit, note=_("verified")),
        Fact(name=_("Phone"), value=formats.show_phone(row.phone), edit_url=edit),
        Fact(name=_("Fax"), value="", edit_url=edit),
    ]


def _tiles() -> list[Tile]:
    here = reverse("core:gallery")
    return [
        Tile(title=_("My prospects"), value="412", url=here, icon="building", note=_("18 new this week")),
        Tile(title=_("Without next step"), value="37", url=here, icon="calendar-due", tone="warn"),
        Tile(title=_("Overdue"), value="5", url=here, icon="alert-triangle", tone="bad"),
        Tile(title=_("Imports running"), value="1", url=here, icon="database-import", note=_("3 minutes left")),
    ]


def _actions() -> list[Action]:
    here = reverse("core:gallery")
    return [
        Action(title=_("Copy"), url=here, icon="copy"),
        Action(title=_("Print"), url=here, icon="printer"),
        Action(title=_("Fetch from CVR"), icon="refresh", reason=_("The CVR number is missing")),
        Action(title=_("Archive"), url=f"{here}?dialog=confirm", icon="archive", method="dialog", has_line_above=True),
        Action(title=_("Delete"), url=f"{here}?dialog=confirm", icon="trash", method="dialog", is_dangerous=True),
    ]


def _confirmation() -> dict[str, Any]:
    return {
        "title": _("Archive Aarhus Maskinfabrik A/S"),
        "text": _("It leaves the usual lists and stays in the history."),
        "points": [_("3 contacts stay with it."), _("It can be undone for 30 days.")],
        "button": _("Archive"),
        "url": reverse("core:appearance"),
        "back_url": reverse("core:gallery"),
    }
