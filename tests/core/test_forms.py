from datetime import date

from django import forms

from kundebro.core.forms import CheckboxSwitch, DateField, PickerSelect, WithWarnings


class Sample(WithWarnings, forms.Form):
    name = forms.CharField(label="Navn", help_text="Som i CVR")
    cvr_no = forms.CharField(label="CVR-nummer", required=False)
    met_on = DateField(label="Mødt den", required=False)
    kind = forms.ChoiceField(label="Type", choices=[("a", "A")], required=False, widget=PickerSelect)
    is_on = forms.BooleanField(label="Til", required=False, widget=CheckboxSwitch)

    def clean_cvr_no(self) -> str:
        number: str = self.cleaned_data["cvr_no"]
        if number == "1":
            self.warn("cvr_no", "Kontrolcifret passer ikke")
        return number


def test_an_error_stands_below_the_box_and_describes_it() -> None:
    html = Sample({"name": ""})["name"].as_field_group()

    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert '<p class="field-error" id="id_name_error">' in html


def test_a_warning_is_shown_and_does_not_refuse() -> None:
    form = Sample({"name": "Ølgaard", "cvr_no": "1"})

    assert form.is_valid()
    assert form.warnings == {"cvr_no": ["Kontrolcifret passer ikke"]}
    assert 'aria-describedby="id_cvr_no_warning"' in form["cvr_no"].as_field_group()


def test_a_day_is_read_and_shown_as_danes_write_it() -> None:
    form = Sample({"name": "x", "met_on": "22.11.26"})

    assert form.is_valid()
    assert form.cleaned_data["met_on"] == date(2026, 11, 22)
    assert 'value="22-11-2026"' in str(Sample(initial={"met_on": date(2026, 11, 22)})["met_on"])


def test_a_day_nobody_can_read_is_refused_at_the_field() -> None:
    assert list(Sample({"name": "x", "met_on": "32-13-2026"}).errors) == ["met_on"]


def test_pickers_and_switches_say_what_they_are() -> None:
    form = Sample()

    assert "data-picker" in str(form["kind"])
    assert 'class="form-select"' in str(form["kind"])
    assert 'role="switch"' in str(form["is_on"])
