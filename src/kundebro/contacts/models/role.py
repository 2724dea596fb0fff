from django.utils.translation import gettext_lazy as _

from kundebro.prospects.models import CrmCode


class ContactRole(CrmCode):
    """What a contact does at the company (Rolle): buyer, bookkeeper, director."""

    class Meta(CrmCode.Meta):
        abstract = False
        verbose_name = _("contact role")
        verbose_name_plural = _("contact roles")
