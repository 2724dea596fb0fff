"""Which files of the browser packages are collected."""

from django.contrib.staticfiles.apps import StaticFilesConfig


class OnlyWhatBrowsersLoad(StaticFilesConfig):
    """Leaves out what packages ship for bundlers, other scripts and debuggers: 6 MB instead of 88, in a third of the time."""

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        *("*.map", "*.d.ts", "*.rtl.*", "*.cjs.js", "*.esm.js", "*.esm.min.js", "*.amd.js"),
        *("tabler-*", "tabler.css", "tabler.js", "tom-select.base*", "tom-select.complete*", "tom-select.popular.js"),
        *("htmx.js", "htmx.min.js.gz", "htmx-?.*", "htmax-*", "cdn.js"),
        *("payments", "flags", "social", "hugerte", "scss", "cjs"),
        *("inter-cyrillic*", "inter-greek*", "inter-vietnamese*", "*-italic.woff2", "*-opsz-*", "*-standard-*"),
    ]
