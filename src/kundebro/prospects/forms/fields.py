from kundebro.core.forms import DateField, PickerMultiple, PickerSelect

DayField = DateField


class LongPicker(PickerSelect):
    """A picker with hundreds of choices: Django's own way, a template for each of them, would take 50 ms."""

    template_name = "prospects/long_picker.html"


class LongPickerMultiple(PickerMultiple):
    """The same for any number of them."""

    template_name = "prospects/long_picker.html"
