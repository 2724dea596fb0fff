from kundebro.mail.operations.accounts import PasswordNeeded, save_account
from kundebro.mail.operations.decide import NothingToDecide, mark_as_sent, send_again
from kundebro.mail.operations.deliver import claim_next, flag_abandoned, hold_back, settle
from kundebro.mail.operations.digests import send_digests
from kundebro.mail.operations.forget import forget_old
from kundebro.mail.operations.notify import NotOurPage, leads_to_us, mark_all_read, mark_read, notify
from kundebro.mail.operations.queue import queue_mail, queue_trial

__all__ = [
    "NotOurPage",
    "NothingToDecide",
    "PasswordNeeded",
    "claim_next",
    "flag_abandoned",
    "forget_old",
    "hold_back",
    "leads_to_us",
    "mark_all_read",
    "mark_as_sent",
    "mark_read",
    "notify",
    "queue_mail",
    "queue_trial",
    "save_account",
    "send_again",
    "send_digests",
    "settle",
]
