"""Django's settings, derived from the one typed `base.config.Config`."""

import os
import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit

from csp.constants import NONCE
from psycopg.conninfo import conninfo_to_dict

from isthmus.base import config

CONFIG = config.load()
PACKAGE = Path(__file__).parent
# A database that is away is found out about quickly, and asked again as soon as somebody needs it.
CONNECT_SECONDS = 3

os.environ.setdefault("ISTHMUS_KEYSET_FILE", str(CONFIG.data / "keys" / "keyset.json"))


def _secret_key() -> str:
    if CONFIG.secret_key:
        return CONFIG.secret_key
    path = CONFIG.data / "keys" / "django.key"
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text()
    with os.fdopen(file, "w") as handle:
        handle.write(key := secrets.token_urlsafe(50))
    return key


_SESSION: dict[str, object] = {
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 60_000,
    "options": " ".join(
        f"-c {name}={value}"
        for name, value in {
            "tcp_keepalives_idle": 30,
            "tcp_keepalives_interval": 10,
            "tcp_keepalives_count": 3,
            "tcp_user_timeout": 60_000,
            "idle_in_transaction_session_timeout": 300_000,
            "max_parallel_workers_per_gather": 0,
        }.items()
    ),
}
"""Both ends notice within a minute or so that the other has vanished, and a session that stopped amid a transaction
gives its locks back. Statements are short and many: one that calls for helpers waits longer for them than it works. A
login's own `options` take the place of these."""


def _database(url: str, *, pool: bool = False) -> dict[str, object]:
    parts = conninfo_to_dict(url) if url else {}
    known = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    settings: dict[str, object] = {"ENGINE": "django.db.backends.postgresql", "ATOMIC_REQUESTS": False}
    settings |= {name: str(parts.pop(key, "") or "") for key, name in known.items()}
    options: dict[str, object] = {"connect_timeout": CONNECT_SECONDS, **_SESSION, **parts}
    if pool:
        options["pool"] = {
            "min_size": 1,
            "max_size": CONFIG.web_threads + 4,
            "timeout": CONNECT_SECONDS,
            "reconnect_timeout": CONNECT_SECONDS,
        }
    settings["OPTIONS"] = options
    return settings


SECRET_KEY = _secret_key()
SECRET_KEY_FALLBACKS = [key.strip() for key in CONFIG.previous_secret_keys.split(",") if key.strip()]
DEBUG = False
PUBLIC = urlsplit(CONFIG.public_url)
ALLOWED_HOSTS = [PUBLIC.hostname or "localhost", *(["*"] if CONFIG.mode == "test" else []), "127.0.0.1", "localhost"]
CSRF_TRUSTED_ORIGINS = [f"{PUBLIC.scheme}://{PUBLIC.netloc}"]
SECURE = PUBLIC.scheme == "https"

DATABASES = {
    "default": _database(CONFIG.database_url, pool=CONFIG.mode != "test"),
    "owner": _database(CONFIG.owner_database_url),
    "eeo": _database(CONFIG.eeo_database_url),
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "pgtrigger",
    "procrastinate.contrib.django",
    "django_htmx",
    "django_cotton",
    "django_prose_editor",
    "heroicons",
    "rules",
    "isthmus.store",
    "isthmus.accounts",
    "isthmus.people",
    "isthmus.hiring",
    "isthmus.sync",
    "isthmus.bridge",
    "isthmus.web",
]

MIDDLEWARE = [
    "isthmus.api.short_way.short_way",
    "isthmus.web.keeping.kept_nowhere",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "isthmus.api.one_shape.in_one_shape",
    "isthmus.web.bodies.bounded",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "isthmus.web.errors.methods.with_a_page",
]

ROOT_URLCONF = "isthmus.urls"
WSGI_APPLICATION = "isthmus.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": sorted(path for path in (PACKAGE / "web").glob("*/templates") if path.is_dir()),
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.tz",
                "django_cotton.templatetags.cotton",
                "isthmus.web.templatetags.icons",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "isthmus.web.sign_in.context.mail",
            ],
        },
    }
]

CACHES = {
    "default": {"BACKEND": "isthmus.accounts.counting.SharedCache", "LOCATION": "accounts_counting"},
    "process": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "process"},
}
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
ACCOUNT_ADAPTER = "isthmus.web.sign_in.adapter.InvitationOnly"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_MAX_EMAIL_ADDRESSES = 1
ACCOUNT_EMAIL_NOTIFICATIONS = bool(CONFIG.mail_url)
ACCOUNT_DEFAULT_HTTP_PROTOCOL = PUBLIC.scheme
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_RATE_LIMITS = {
    "login_failed": "20/5m/ip,5/5m/key",
    "reset_password": "20/5m/ip,5/5m/key",
    "reset_password_from_key": "20/5m/ip",
}
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
MFA_ADAPTER = "isthmus.web.sign_in.mfa.Sealed"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
LOGIN_REDIRECT_URL = "/"
LOGIN_URL = "account_login"

COOKIES_OF_THIS_HOST_ALONE = "__Host-" if SECURE else ""
SESSION_COOKIE_NAME = f"{COOKIES_OF_THIS_HOST_ALONE}sessionid"
CSRF_COOKIE_NAME = f"{COOKIES_OF_THIS_HOST_ALONE}csrftoken"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = SECURE
CSRF_COOKIE_SECURE = SECURE
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'", NONCE],
        "style-src": ["'self'", NONCE],
        "img-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

STATIC_URL = "static/"
STATICFILES_DIRS = [PACKAGE / "web" / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

LANGUAGE_CODE = "en"
# A language stands here once it has a translation: half a page in another one helps nobody.
LANGUAGES = [("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

DEFAULT_FROM_EMAIL = CONFIG.mail_from
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if CONFIG.mail_url else 'dummy'}.EmailBackend"
EMAIL_TIMEOUT = 10
MAIL = urlsplit(CONFIG.mail_url)
EMAIL_HOST = MAIL.hostname or ""
EMAIL_HOST_USER = unquote(MAIL.username or "")
EMAIL_HOST_PASSWORD = unquote(MAIL.password or "")
EMAIL_USE_SSL = MAIL.scheme == "smtps"
EMAIL_USE_TLS = MAIL.scheme == "smtp"
EMAIL_PORT = MAIL.port or (465 if EMAIL_USE_SSL else 587)

LOGGING_CONFIG = None
