from kundebro.history.models.changeset import Change, Changeset

__all__ = ["Change", "Changeset"]
