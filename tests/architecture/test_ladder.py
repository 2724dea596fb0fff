"""What points upward on the ladder without an import: foreign keys, templates, addresses by name."""

from django.apps import apps
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from tests.architecture.source import (
    NAMED_URL,
    TEMPLATE,
    URL_NAME,
    Said,
    app_of,
    imported,
    may_know,
    named,
    rungs,
    templates,
    texts,
)

FRAME = "core"
FRAME_MAY_NAME = frozenset({"home:start", "users:profile"})
"""The page around every page links to the start page and to one's own profile."""


def own_models() -> list[type]:
    return [model for model in apps.get_models() if model.__module__.startswith("kundebro.")]


def test_foreign_keys_point_downward() -> None:
    upward = [
        f"{model.__name__}.{field.name} → {field.related_model._meta.label}"
        for model in own_models()
        for field in model._meta.get_fields()  # type: ignore[attr-defined]
        if field.is_relation and not field.auto_created and isinstance(field.related_model, type)
        if not may_know(model._meta.app_label, field.related_model._meta.app_label)  # type: ignore[attr-defined]
    ]

    assert upward == []


def test_templates_include_and_extend_downward() -> None:
    upward = [
        f"{named(path)} → {match['name']}"
        for path, text in templates().items()
        for match in TEMPLATE.finditer(text)
        if not may_know(app_of(path), match["name"].partition("/")[0])
    ]

    assert upward == []


def test_templates_link_downward() -> None:
    upward = [
        f"{named(path)} → {match['name']}"
        for path, text in templates().items()
        for match in NAMED_URL.finditer(text)
        if not may_name(app_of(path), match["name"])
    ]

    assert upward == []


def test_modules_name_addresses_downward() -> None:
    upward = [
        f"{named(said.path, said.line)} → {said.text}"
        for said in url_names()
        if not may_name(app_of(said.path), said.text)
    ]

    assert upward == []


def test_every_named_address_exists() -> None:
    known = set(names_of(get_resolver()))
    in_templates = {match["name"] for text in templates().values() for match in NAMED_URL.finditer(text)}
    in_modules = {said.text for said in url_names()}

    assert sorted((in_templates | in_modules) - known) == []


def test_every_named_address_can_be_made() -> None:
    broken = []
    for name, arguments in sorted(names_of(get_resolver()).items()):
        try:
            reverse(name, kwargs=arguments)
        except NoReverseMatch as error:
            broken.append(str(error))

    assert broken == []


def test_apps_keep_their_private_names_to_themselves() -> None:
    borrowed = [
        f"{named(path, line)} → {name}"
        for path, line, name in imported()
        if name.startswith("kundebro.") and any(is_private(part) for part in name.split("."))
        if name.split(".")[1] != app_of(path)
    ]

    assert borrowed == []


def url_names() -> list[Said]:
    return [said for said in texts() if URL_NAME.fullmatch(said.text) and said.text.partition(":")[0] in rungs()]


def may_name(app: str, url_name: str) -> bool:
    namespace, colon, _rest = url_name.partition(":")
    return not colon or (app == FRAME and url_name in FRAME_MAY_NAME) or may_know(app, namespace)


def names_of(resolver: URLResolver, namespace: str = "") -> dict[str, dict[str, object]]:
    """Every address name with arguments that fit it."""
    found: dict[str, dict[str, object]] = {}
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            if entry.name:
                found[f"{namespace}{entry.name}"] = fitting(entry.pattern)
        else:
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            around = fitting(entry.pattern)
            found.update({name: {**around, **given} for name, given in names_of(entry, inner).items()})
    return found


def fitting(pattern: object) -> dict[str, object]:
    converters: dict[str, object] = getattr(pattern, "converters", {})
    if converters:
        return {name: 1 if "Int" in type(each).__name__ else "a" for name, each in converters.items()}
    groups = getattr(getattr(pattern, "regex", None), "groupindex", {})
    return dict.fromkeys(groups, "a-a" if "key" in groups else "a")


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")
