import pytest

from kundebro.users.models import User
from kundebro.users.operations import remember
from kundebro.users.queries import preference
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db


def test_a_choice_is_remembered() -> None:
    user = make_user()

    remember(user, "prospects.columns", ["number", "name", "city"])

    assert preference(User.objects.get(pk=user.pk), "prospects.columns") == ["number", "name", "city"]


def test_two_windows_do_not_forget_each_others_choices() -> None:
    user = make_user()
    one, other = User.objects.get(pk=user.pk), User.objects.get(pk=user.pk)

    remember(one, "prospects.columns", ["name"])
    remember(other, "card.fewer_fields", True)

    assert User.objects.get(pk=user.pk).preferences == {"prospects.columns": ["name"], "card.fewer_fields": True}
