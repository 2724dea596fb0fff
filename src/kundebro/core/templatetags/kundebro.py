"""Template tags and filters available everywhere without {% load %}."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from django import template
from django.forms import BoundField
from django.template.base import Parser, Token
from django.template.context import RequestContext
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from kundebro.core import formats
from kundebro.core.components import ChartBar, changed_query
from kundebro.core.pages import Count

register = template.Library()


@register.simple_tag
@cache
def icon(name: str, css: str = "") -> SafeString:
    """A picture from our sprite (tools/icons.py lists the names); decoration only, so words stand beside it."""
    return format_html(
        '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        css,
        static("core/icons.svg"),
        name,
    )


@register.filter
def dk_date(value: date | None) -> str:
    """22-11-2026."""
    return formats.show_date(_day(value)) if value else ""


@register.filter
def dk_when(value: date | None) -> str:
    """The day as seen from today (`i dag`, `for 3 dage siden`), with the full date and time as title."""
    if not value:
        return ""
    day = _day(value)
    full = formats.show_date(day)
    if isinstance(value, datetime):
        full = f"{full} {timezone.localtime(value):%H.%M}"
    shown = formats.show_day_from(day, today=timezone.localdate())
    return format_html('<time datetime="{}" title="{}">{}</time>', value.isoformat(), full, shown)


@register.filter
def dk_moment(value: datetime | None) -> str:
    """The day as seen from today and the time (`i dag kl. 14.30`), with the full date as title."""
    if not value:
        return ""
    local = timezone.localtime(value)
    day = formats.show_day_from(local.date(), today=timezone.localdate())
    shown = f"{day} {formats.show_time(local.time())}"
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', value.isoformat(), formats.show_date(local.date()), shown
    )


@register.filter
def dk_number(value: int | None) -> str:
    """1.234.567."""
    return "" if value is None else formats.show_count(value)


@register.filter
def dk_count(value: Count) -> str:
    """4.312, or `ca. 1,2 mio.` where counting would be slow."""
    return formats.show_count(value.number, is_exact=value.is_exact)


@register.filter
def dk_cvr(value: str | None) -> str:
    """12 34 56 78."""
    return formats.show_cvr(value) if value else ""


@register.filter
def dk_phone(value: str | None) -> str:
    """+45 12 34 56 78."""
    return formats.show_phone(value) if value else ""


@register.simple_tag(takes_context=True)
def query_link(context: RequestContext, **changes: object) -> str:
    """The page's own address with changed parameters; None takes one out."""
    return changed_query(context["request"].GET, **changes)


@register.inclusion_tag("core/components/bar_chart.html")
def bar_chart(bars: Sequence[ChartBar], legend: Sequence[tuple[str, str]] = ()) -> dict[str, Any]:
    """A picture of the bars, drawn here: it needs no script, prints, and has a table beside it."""
    return {"bars": bars, "legend": legend}


@register.simple_tag
def render_field(field: BoundField, **attrs: Any) -> SafeString:
    """The bare widget with more attributes: `_` in a name becomes `-`."""
    return field.as_widget(attrs={name.replace("_", "-"): value for name, value in attrs.items()})


class RepeatBlock(template.Node):
    """The content of a block a second time."""

    def __init__(self, name: str) -> None:
        self.name = name

    def render(self, context: template.Context) -> SafeString:
        """Render the block as the page's template overrides it."""
        block = context.render_context[BLOCK_CONTEXT_KEY].get_block(self.name)
        return SafeString("" if block is None else block.render(context))


@register.tag
def repeat_block(_parser: Parser, token: Token) -> RepeatBlock:
    """{% repeat_block "title" %}: so that heading and browser title agree."""
    _tag, name = token.split_contents()
    return RepeatBlock(name.strip("\"'"))


def _day(value: date) -> date:
    if isinstance(value, datetime):
        return timezone.localdate(value) if timezone.is_aware(value) else value.date()
    return value
