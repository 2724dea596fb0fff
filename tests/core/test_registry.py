import pytest

from kundebro.core.registry import AlreadyRegistered, Registry, UnknownKey


def test_items_come_in_the_order_of_their_position_and_then_of_registration() -> None:
    registry = Registry[str](key=str.lower, order=len)

    for word in ("ccc", "bb", "aaa", "a"):
        registry.register(word)

    assert list(registry) == ["a", "bb", "ccc", "aaa"]


def test_a_key_is_taken_once() -> None:
    registry = Registry[str](key=str.lower)
    registry.register("Ord")

    with pytest.raises(AlreadyRegistered):
        registry.register("ORD")

    assert list(registry) == ["Ord"]


def test_an_item_is_found_by_its_key_and_an_unknown_key_is_named() -> None:
    registry = Registry[str](key=str.lower)
    registry.register("Ord")

    assert registry["ord"] == "Ord"
    assert "ord" in registry
    with pytest.raises(UnknownKey, match="vers"):
        registry["vers"]
