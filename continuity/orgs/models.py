"""Who: people, the organisations they act for, and what each may do there."""

from typing import TYPE_CHECKING, Any, NoReturn

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from continuity.core.remember import Remembers

from .names import plain_name
from .zones import known_zone

if TYPE_CHECKING:
    from datetime import datetime


class Role(models.IntegerChoices):
    """Ordered: a higher role may do all that a lower one may."""

    VIEWER = 1, _("Viewer")
    EDITOR = 2, _("Editor")
    APPROVER = 3, _("Approver")
    ADMIN = 4, _("Administrator")
    OWNER = 5, _("Owner")


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractUser):
    """A person, known by an e-mail address. ``is_staff``: looks after this installation."""

    username = None  # type: ignore[assignment]
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120, blank=True, validators=[plain_name])
    theme = models.CharField(max_length=5, blank=True)

    VISITORS = "@visitor.invalid"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []
    objects = UserManager()  # type: ignore[assignment,misc]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)

    @property
    def is_visitor(self) -> bool:
        """An account made for one visit to the demonstration, that nobody can sign in to."""
        return self.email.endswith(self.VISITORS)


class OrganizationManager(models.Manager["Organization"]):
    def platform(self) -> "Organization":
        """The installation itself: what happens to shared rows is told in its chain."""
        return self.get_or_create(slug=Organization.PLATFORM, defaults={"name": "Continuity"})[0]


class Organization(Remembers):
    """A tenant. ``revision`` counts changes to what its scores rest on.

    ``chain_seq`` and ``chain_hash``: the newest entry of its audit chain, so that a cut shows.
    """

    PLATFORM = "platform"
    DEMONSTRATION = "harbour-mutual"
    RESERVED = frozenset({PLATFORM, DEMONSTRATION, "new", "api", "admin", "static", "o"})

    name = models.CharField(_("name"), max_length=120, validators=[plain_name])
    slug = models.SlugField(unique=True, max_length=60)
    currency = models.CharField(
        _("currency"),
        max_length=3,
        default="EUR",
        validators=[RegexValidator(r"^[A-Z]{3}\Z", _("Three capital letters, such as EUR."))],
    )
    timezone = models.CharField(
        _("time zone"), max_length=60, default="UTC", validators=[known_zone]
    )
    test_cadence_days = models.PositiveSmallIntegerField(
        _("an exercise counts for (days)"),
        default=365,
        validators=[MinValueValidator(1), MaxValueValidator(3650)],
    )
    revision = models.PositiveBigIntegerField(default=0, editable=False)
    chain_seq = models.PositiveBigIntegerField(default=0, editable=False)
    chain_hash = models.CharField(max_length=64, default="0" * 64, editable=False)
    is_demo = models.BooleanField(default=False, editable=False)
    # Whether it counts in what organisations report together, and sees it; see sightings.
    shares_since = models.DateTimeField(null=True, blank=True, editable=False)
    shares_by = models.CharField(max_length=254, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OrganizationManager()

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("home", args=[self.slug])


class Membership(Remembers):
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="memberships")
    role = models.PositiveSmallIntegerField(_("role"), choices=Role, default=Role.VIEWER)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "organization"], name="one_membership")
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"


class UnscopedQuery(RuntimeError):
    """A tenant's table was read without saying whose rows."""


class OrgQuerySet(models.QuerySet):
    """Rows already narrowed to one organisation; apps subclass it to name their questions."""


class OrgManager(models.Manager):
    """Two doors: ``for_org(org)`` and ``across_orgs(why)``. Every other call raises."""

    def __init__(self, queryset: type[OrgQuerySet] = OrgQuerySet) -> None:
        super().__init__()
        self._queryset_class = queryset

    def get_queryset(self) -> NoReturn:
        raise UnscopedQuery(f"{self.model.__name__}.objects: say .for_org(org) first")

    def _rows(self) -> Any:
        return super().get_queryset()

    def for_org(self, org: Organization) -> Any:
        return self._rows().filter(organization=org)

    def across_orgs(self, why: str) -> Any:
        return self._rows()


class OrgModel(Remembers):
    """Base of every table whose rows belong to one organisation."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")

    unscoped = models.Manager()  # for Django's own machinery; never by hand

    organization_id: int

    class Meta:
        abstract = True
        default_manager_name = "unscoped"


class LiveManager(models.Manager):
    """Rows not removed: what reverse relations and uniqueness checks see."""

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().filter(removed_at=None)


class RemovableManager(OrgManager):
    """``for_org`` shows what is there; ``removed(org)`` what can be brought back."""

    def for_org(self, org: Organization) -> Any:
        return super().for_org(org).filter(removed_at=None)

    def removed(self, org: Organization) -> Any:
        return super().for_org(org).exclude(removed_at=None)

    def across_orgs(self, why: str) -> Any:
        return self._rows().filter(removed_at=None)


class Removable(OrgModel):
    """A row that people may remove and bring back."""

    removed_at = models.DateTimeField(null=True, blank=True, editable=False)

    unscoped = LiveManager()  # type: ignore[misc]

    class Meta(OrgModel.Meta):
        abstract = True


class Invitation(OrgModel):
    """A seat offered to an address. Only a hash of its secret is kept."""

    email = models.EmailField(_("e-mail address"))
    role = models.PositiveSmallIntegerField(_("role"), choices=Role, default=Role.EDITOR)
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(User, models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)

    objects = OrgManager()

    link: str  # on the row just made, and never again

    class Meta(OrgModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "email"],
                condition=models.Q(accepted_at=None, revoked_at=None),
                name="one_open_invitation",
            )
        ]

    def __str__(self) -> str:
        return f"{self.email} · {self.get_role_display()}"

    def is_open(self, now: "datetime | None" = None) -> bool:
        unused = self.accepted_at is None and self.revoked_at is None
        return unused and self.expires_at > (now or timezone.now())


class Token(OrgModel):
    """A key for the API, acting as one member. Only a hash of its secret is kept."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    name = models.CharField(_("what it is for"), max_length=80)
    prefix = models.CharField(max_length=12, editable=False)
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    may_write = models.BooleanField(_("may change things"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)

    objects = OrgManager()

    secret: str  # on the row just made, and never again

    def __str__(self) -> str:
        return f"{self.name} · {self.prefix}…"
