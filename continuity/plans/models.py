"""What we can show: plans, their frozen versions, and who said yes."""

from datetime import date

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from continuity.core.bounds import has_been
from continuity.core.days import days_after
from continuity.inventory.models import Function
from continuity.orgs.models import OrgManager, OrgModel, Removable, RemovableManager, User


class Plan(Removable):
    """A continuity plan: what people write of it; the rest comes from the inventory."""

    key = models.SlugField(max_length=60)
    title = models.CharField(_("title"), max_length=120)
    owner_email = models.EmailField(_("owner"), blank=True)
    functions = models.ManyToManyField(
        Function, blank=True, related_name="plans", help_text=_("None chosen: all functions.")
    )
    purpose = models.TextField(_("purpose"), blank=True, max_length=20_000)
    scope = models.TextField(_("scope and exclusions"), blank=True, max_length=20_000)
    assumptions = models.TextField(_("assumptions"), blank=True, max_length=20_000)
    scenarios = models.TextField(_("scenarios"), blank=True, max_length=20_000)
    roles = models.TextField(_("roles and authority to declare"), blank=True, max_length=20_000)
    start_criteria = models.TextField(_("when it starts"), blank=True, max_length=20_000)
    stop_criteria = models.TextField(_("when it ends"), blank=True, max_length=20_000)
    distribution = models.TextField(_("distribution"), blank=True, max_length=20_000)
    review_every_days = models.PositiveSmallIntegerField(
        _("review every (days)"),
        default=365,
        validators=[MinValueValidator(1), MaxValueValidator(3650)],
    )
    reviewed_on = models.DateField(_("last reviewed"), null=True, blank=True, validators=[has_been])
    edited_at = models.DateTimeField(auto_now=True)

    objects = RemovableManager()

    class Meta(Removable.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "key"],
                condition=models.Q(removed_at=None),
                name="plan_once",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("plans:detail", args=[self.organization.slug, self.pk])

    @property
    def next_review(self) -> date | None:
        """The day on which its review is due; None before its first."""
        return self.reviewed_on and days_after(self.reviewed_on, self.review_every_days)


class Printed(OrgModel):
    """A record that is made into a PDF: a row of the queue until that is done.

    ``pdf`` is the subclass's, which says where it lies; ``MADE_WITH``: rows that making it reads.
    """

    class Render(models.TextChoices):
        QUEUED = "queued", _("waiting")
        DONE = "done", _("ready")
        FAILED = "failed", _("failed")

    render_state = models.CharField(max_length=8, choices=Render, default=Render.QUEUED)
    render_error = models.CharField(max_length=300, blank=True)
    render_attempts = models.PositiveSmallIntegerField(default=0)
    render_due = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    lease_token = models.CharField(max_length=32, blank=True)
    pdf_sha256 = models.CharField(max_length=64, blank=True)
    pages = models.PositiveIntegerField(default=0)

    pdf: models.FileField
    MADE_WITH: tuple[str, ...] = ()

    class Meta(OrgModel.Meta):
        abstract = True


class Version(Printed):
    """A plan frozen: the snapshot, its SHA-256, and the PDF that is rendered from it alone."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        IN_REVIEW = "in_review", _("in review")
        APPROVED = "approved", _("approved")
        REJECTED = "rejected", _("sent back")
        SUPERSEDED = "superseded", _("superseded")
        WITHDRAWN = "withdrawn", _("withdrawn")

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    note = models.CharField(_("what changed"), max_length=300, blank=True)
    snapshot = models.JSONField()
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=254)
    frozen_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)

    pdf = models.FileField(upload_to="plans/", blank=True)  # type: ignore[assignment]
    pdf_state = models.CharField(max_length=10, choices=State, blank=True)  # that it shows

    objects = OrgManager()
    MADE_WITH = ("plan",)

    class Meta(OrgModel.Meta):
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_version_once"),
            models.UniqueConstraint(
                fields=["plan"],
                condition=models.Q(state="approved"),
                name="one_approved_version",
            ),
        ]
        indexes = [
            models.Index(
                fields=["render_due"],
                condition=models.Q(render_state="queued"),
                name="renders_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.plan} v{self.number}"

    def get_absolute_url(self) -> str:
        return reverse("plans:version", args=[self.organization.slug, self.plan_id, self.number])


class Document(OrgModel):
    """The PDF of a version as it was while in force: kept when a later one takes its place."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="documents")
    pdf = models.FileField(upload_to="plans/")
    sha256 = models.CharField(max_length=64)
    pages = models.PositiveIntegerField()
    kept_at = models.DateTimeField()

    objects = OrgManager()

    class Meta(OrgModel.Meta):
        ordering = ["kept_at"]

    def __str__(self) -> str:
        return f"{self.version} · {self.sha256[:12]}"


class Approval(OrgModel):
    """Somebody's yes or no to a version, with the hash of what they saw.

    ``alone``: it is of who froze the version, since nobody else could approve it.
    """

    version = models.ForeignKey(Version, models.CASCADE, related_name="approvals")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    role = models.CharField(max_length=40)
    approved = models.BooleanField()
    alone = models.BooleanField(default=False)
    comment = models.CharField(_("comment"), max_length=500, blank=True)
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()

    objects = OrgManager()

    class Meta(OrgModel.Meta):
        ordering = ["at"]
        constraints = [models.UniqueConstraint(fields=["version", "user"], name="one_word_each")]
