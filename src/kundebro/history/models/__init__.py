from kundebro.history.models.chain import Commitment, Seal
from kundebro.history.models.changeset import Change, Changeset

__all__ = ["Change", "Changeset", "Commitment", "Seal"]
