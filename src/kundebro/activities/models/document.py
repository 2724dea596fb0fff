from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kundebro.activities.choices import DocumentKind, Retention
from kundebro.activities.file_types import FileType, type_of
from kundebro.activities.models.activity import Activity
from kundebro.contacts.models import Contact
from kundebro.history.tracked import Tracked, TrackedQuerySet
from kundebro.parties.models import optional_text
from kundebro.pipeline.models import SalesProject
from kundebro.prospects.models import Prospect
from kundebro.users.models import User
from kundebro.users.queries import scope_filter


class StoredFile(models.Model):
    """A content that the file store holds, once however many documents it stands in."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField(_("size"))
    media_type = models.CharField(_("type"), max_length=100)
    stored_at = models.DateTimeField(_("stored"))
    unused_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("stored file")
        verbose_name_plural = _("stored files")
        indexes = [models.Index(fields=["unused_since"], name="stored_file_unused")]

    def __str__(self) -> str:
        return f"{self.type.label}, {filesizeformat(self.size)}"

    @property
    def type(self) -> FileType:
        """What kind of file it is."""
        return type_of(self.media_type)


class DocumentQuerySet(TrackedQuerySet["Document"]):
    """Filters over documents."""

    def visible_to(self, user: User) -> Self:
        """The documents of the prospects that the user sees."""
        return self.filter(scope_filter(user, "prospect__responsible"))


class Document(Tracked):
    """A file on a prospect, with all its versions (Dokument)."""

    prospect = models.ForeignKey(
        Prospect, models.PROTECT, verbose_name=_("prospect"), related_name="documents", db_index=False
    )
    activity = models.ForeignKey(
        Activity, models.PROTECT, verbose_name=_("activity"), null=True, blank=True, related_name="documents"
    )
    sales_project = models.ForeignKey(
        SalesProject, models.PROTECT, verbose_name=_("sales project"), null=True, blank=True, related_name="documents"
    )
    contact = models.ForeignKey(
        Contact, models.PROTECT, verbose_name=_("contact"), null=True, blank=True, related_name="documents"
    )
    name = models.CharField(_("name"), max_length=200)
    kind = optional_text(_("kind"), 12, choices=DocumentKind)
    retention = models.CharField(
        _("kept"), max_length=12, choices=Retention, default=Retention.PROSPECT, db_default=Retention.PROSPECT
    )

    objects = models.Manager.from_queryset(DocumentQuerySet)()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="document_has_name"),
            models.CheckConstraint(condition=Q(kind__in=["", *DocumentKind.values]), name="document_kind"),
            models.CheckConstraint(condition=Q(retention__in=Retention.values), name="document_retention"),
        ]
        indexes = [models.Index(fields=["prospect", "id"], name="document_of_prospect")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The document's page."""
        return reverse("activities:document", args=[self.pk])


class DocumentVersionQuerySet(TrackedQuerySet["DocumentVersion"]):
    """Filters over versions."""

    def visible_to(self, user: User) -> Self:
        """The versions of the documents that the user sees."""
        return self.filter(scope_filter(user, "document__prospect__responsible"))


class DocumentVersion(Tracked):
    """One version of a document: which content, under which name it came, from whom."""

    document = models.ForeignKey(
        Document, models.PROTECT, verbose_name=_("document"), related_name="versions", db_index=False
    )
    number = models.PositiveIntegerField(_("version"))
    content = models.ForeignKey(StoredFile, models.PROTECT, verbose_name=_("content"), related_name="versions")
    file_name = models.CharField(_("file name"), max_length=200)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("uploaded by"), related_name="+", db_index=False
    )

    objects = models.Manager.from_queryset(DocumentVersionQuerySet)()

    class Meta:
        verbose_name = _("version of a document")
        verbose_name_plural = _("versions of documents")
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="document_version_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="document_version_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.number})"

    def get_absolute_url(self) -> str:
        """What the version shows."""
        return reverse("activities:version", args=[self.pk])

    @property
    def download_url(self) -> str:
        """Where its file is fetched."""
        return reverse("activities:version-file", args=[self.pk])

    def page_url(self, page: int) -> str:
        """Where the picture of one of its pages is."""
        return reverse("activities:version-page", args=[self.pk, page])
