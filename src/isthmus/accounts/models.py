"""Companies, the people who work in them, and the keys programs use instead of a password."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _l

from isthmus.base.clock import now
from isthmus.base.ids import new_id
from isthmus.store.changes import record_changes
from isthmus.store.fields import TenantModel


class UserManager(BaseUserManager["User"]):
    """Users are known by their e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A saved user; without a password, one who cannot sign in until it is set."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person who signs in; what they may do depends on their role in each company.

    Without a time zone of their own they see the one their browser names; without a language, the one it asks for.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    time_zone = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=12, blank=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=now)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def initials(self) -> str:
        words = str(self).split()
        return "".join(word[0] for word in (words[0], words[-1])).upper() if len(words) > 1 else str(self)[:2].upper()


class SecondFactor(models.TextChoices):
    """Of whom a company asks a second factor before its pages open."""

    NOBODY = "nobody", _l("Nobody; each may set one up")
    ADMINS = "admins", _l("Admins")
    EVERYBODY = "everybody", _l("Everybody")


class Company(models.Model):
    """One hiring organisation: the tenant. Its time zone is for what no single person looks at, such as mail."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=200)
    slug = models.SlugField(unique=True)
    time_zone = models.CharField(max_length=60, default="UTC")
    second_factor = models.CharField(
        max_length=20, choices=SecondFactor.choices, default=SecondFactor.NOBODY, db_default=SecondFactor.NOBODY
    )
    created_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    """What a user is in one company; `accounts.roles` says what each may do."""

    ADMIN = "admin", _l("Admin")
    RECRUITER = "recruiter", _l("Recruiter")
    HIRING_MANAGER = "hiring_manager", _l("Hiring manager")
    EEO_OFFICER = "eeo_officer", _l("EEO officer")


class Membership(TenantModel):
    """One user's role in one company."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=20, choices=Role.choices)
    since = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company_id", "user"], name="one_role_per_company")]
        triggers = [record_changes()]


class ApiKey(TenantModel):
    """A program's way in: shown once, kept as a digest, limited to scopes, revocable."""

    name = models.CharField(max_length=100)
    prefix = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=40))
    created_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=now)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        triggers = [record_changes(private=["digest"], leave_out=["last_used_at"])]
