import pytest
from django.db.transaction import TransactionManagementError

from kundebro.company.operations import take_number


def test_a_number_is_taken_in_the_transaction_that_uses_it() -> None:
    with pytest.raises(TransactionManagementError):
        take_number("prospect")
