"""What the ledger refuses, in sentences that say what to do."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from kundebro.core.formats import show_date
from kundebro.core.money import MixedCurrencies
from kundebro.history.tracked import StaleWrite
from kundebro.ledger import operations
from kundebro.ledger.money import AmountTooLarge, RateOfKroner
from kundebro.ledger.queries import RateMissing

SENTENCES: Final[Mapping[type[Exception], Callable[[Any], str]]] = {
    operations.AccountArchived: lambda error: (
        _("%(account)s is archived. Bring it back first.") % {"account": error.account}
    ),
    operations.AccountBarred: lambda error: _("%(account)s is barred.") % {"account": error.account},
    operations.AlreadyClosed: lambda _error: _("The day lies in a period that is closed already."),
    operations.AlreadyTakenBack: lambda _error: _("The settlement has been taken back already."),
    operations.CannotReverse: lambda _error: _(
        "A reversal is not reversed, nor is an entry twice. An exchange difference goes with its settlement."
    ),
    operations.DueDateMissing: lambda _error: _("Type the due date; the payment terms leave it open."),
    operations.EntrySettled: lambda _error: _("The entry is settled. Take the settlement back first."),
    operations.ExchangeRateMissing: lambda _error: _("Type an exchange rate."),
    operations.MayNotBePostedOn: lambda error: (
        _("Nothing is posted by hand on %(account)s.") % {"account": error.account}
    ),
    operations.MoreThanIsLeft: lambda error: _("Only %(amount)s is left.") % {"amount": error.left},
    operations.NotOneAccount: lambda _error: _("Choose entries of one account."),
    operations.NotOverYet: lambda _error: _("Only days that are over can be closed."),
    operations.NothingToPost: lambda _error: _("There is nothing to post."),
    operations.PartOfAReversal: lambda _error: _("A reversed entry stays settled with its reversal."),
    operations.PeriodClosed: lambda error: (
        _("%(day)s is closed. The first open day is %(first)s.")
        % {"day": show_date(error.voucher_date), "first": show_date(error.first_open)}
    ),
    operations.SameSide: lambda _error: _("Choose both something owed and something that pays for it."),
    operations.Unbalanced: lambda _error: _("Debit and credit differ."),
    operations.VatAccountMissing: lambda error: (
        _("VAT code %(code)s has no account for its VAT.") % {"code": error.vat_code.code}
    ),
    operations.VoucherUnbalanced: lambda _error: _(
        "Debit and credit differ. Add the missing line or a contra account."
    ),
    operations.VouchersDiffer: lambda _error: _("The lines of one voucher have one date and one currency."),
    AmountTooLarge: lambda _error: _("The amount is too large."),
    MixedCurrencies: lambda _error: _("Entries in different currencies are not settled with each other."),
    RateMissing: lambda error: (
        _("VAT code %(code)s has no rate on %(day)s.") % {"code": error.vat_code.code, "day": show_date(error.on)}
    ),
    RateOfKroner: lambda _error: _("Kroner have no exchange rate."),
    StaleWrite: lambda _error: _("Somebody has changed it meanwhile. Look at it again."),
}

REFUSALS: Final = tuple(SENTENCES)
"""What the operations of the ledger raise when they will not."""


def sentence_of(refusal: Exception) -> str:
    """What stands in the way."""
    return next(SENTENCES[kind] for kind in type(refusal).__mro__ if kind in SENTENCES)(refusal)
