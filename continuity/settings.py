"""Every setting, in one file; every deploy-time choice, an environment variable.

With nothing set it runs embedded on one machine: SQLite, an own secret, mail kept in the outbox.
"""

import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from continuity.core.logs import to_console
from continuity.core.stores import database, shared_cache
from continuity.people.account_names import FORMS

os.umask(0o077)  # of what we write, nothing is for the machine's other users
BASE_DIR = Path(__file__).resolve().parent.parent


def env(name: str, default: str = "") -> str:
    """NAME, or what the file NAME_FILE holds (Docker and Kubernetes secrets)."""
    if path := os.environ.get(f"{name}_FILE"):
        return Path(path).read_text().strip()
    return os.environ.get(name, default)


def env_list(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in env(name, default).split(",") if part.strip()]


VAR = Path(env("CONTINUITY_VAR", str(BASE_DIR / "var")))
VAR.mkdir(parents=True, exist_ok=True, mode=0o700)


def own_secret() -> str:
    """A secret made once for this installation, readable by its user alone."""
    path = VAR / "secret_key"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(64))
    return path.read_text().strip()


DEBUG = env("DEBUG", "0") == "1"
SECRET_KEY = env("SECRET_KEY") or own_secret()
# What seals the secrets that the app must use again; the first seals, each opens.
SEALING_KEYS = env_list("SEALING_KEYS") or [SECRET_KEY]
SITE_URL = env("SITE_URL", f"http://localhost:{env('PORT', '8000')}").rstrip("/")
SECURE = SITE_URL.startswith("https://")
ALLOWED_HOSTS = env_list(
    "ALLOWED_HOSTS", f"localhost,127.0.0.1,[::1],{urlsplit(SITE_URL).hostname}"
)
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SECURE else []
ROOT_URLCONF = "continuity.urls"
WSGI_APPLICATION = "continuity.wsgi.application"
SITE_NAME = "Continuity"

FLOORS = [
    "core",
    "orgs",
    "audit",
    "people",
    "providers",
    "watchdog",
    "probes",
    "record",
    "sightings",
    "runbooks",
    "inventory",
    "campaigns",
    "risk",
    "simulator",
    "plans",
    "changes",
    "reminders",
    "dashboard",
]
INSTALLED_APPS = [
    *(f"continuity.{floor}" for floor in FLOORS),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "heroicons",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "continuity.core.csp.ContentSecurityPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",  # private unless stated
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "continuity.core.drafts.Drafts",
    "continuity.orgs.middleware.OrgMiddleware",
    "continuity.risk.middleware.FreshScores",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "continuity.orgs.context.standing",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "django_htmx.templatetags.django_htmx",
                "heroicons.templatetags.heroicons",
                "continuity.core.templatetags.text",
                "continuity.core.templatetags.ui",
            ],
        },
    }
]

DATABASES = {"default": database(env("DATABASE_URL") or f"sqlite:///{VAR / 'db.sqlite3'}")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MEDIA_ROOT = VAR / "media"

AUTH_USER_MODEL = "orgs.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "start"
LOGOUT_REDIRECT_URL = "start"
ACCOUNT_ADAPTER = "continuity.people.accounts.AccountAdapter"
ACCOUNT_FORMS = FORMS
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
VERIFICATION = "mandatory" if env("EMAIL_HOST") else "optional"
ACCOUNT_EMAIL_VERIFICATION = env("EMAIL_VERIFICATION", VERIFICATION)  # mandatory: tells no address
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 1800
# Whose address counts for the limits: that of the connection, or what one proxy of ours says.
PROXIES = 1 if env("BEHIND_PROXY", "0") == "1" else 0
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES
# The key of "login_failed" is address and account together: see AccountAdapter.
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key", "demonstration": "20/m/ip"}
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if SECURE else "http"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]

# Every mail becomes a row of the outbox; the mail channel sends it if a server is named.
EMAIL_BACKEND = "continuity.reminders.outbox.OutboxBackend"
DEFAULT_FROM_EMAIL = env("EMAIL_FROM", "Continuity <continuity@localhost>")
EMAIL_HOST = env("EMAIL_HOST")  # empty: mail is kept and shown, not sent
EMAIL_PORT = int(env("EMAIL_PORT", "587"))
EMAIL_HOST_USER = env("EMAIL_USER")
EMAIL_HOST_PASSWORD = env("EMAIL_PASSWORD")
EMAIL_USE_TLS = env("EMAIL_TLS", "1") == "1"
EMAIL_TIMEOUT = 20

# Private status servers that may be fetched over plain HTTP, as host:port. Empty: none.
FEED_ALLOW = env_list("CONTINUITY_FEED_ALLOW")
# Private servers that every organisation here may probe, with any path and question, as host:port.
PROBE_ALLOW = env_list("CONTINUITY_PROBE_ALLOW")
# Called once a minute while every loop turns, so that somebody outside notices when none does.
HEARTBEAT_URL = env("HEARTBEAT_URL")
# Every wait of the status readers is divided by this, to rehearse an outage. 1 in earnest.
FEED_HASTE = max(1.0, float(env("CONTINUITY_FEED_HASTE", "1")))
# How many organisations must report the same to be told together. Never below 3.
CROWD_LEAST = max(3, int(env("CONTINUITY_CROWD_LEAST", "3")))
# Whether the start page lets anybody into the demonstration. On, unless the site is public.
DEMONSTRATION = env("DEMONSTRATION", "0" if SECURE else "1") == "1"

REDIS_URL = env("REDIS_URL")
# ``default`` is shared by all web processes, so that a limit holds for all of them together;
# ``process`` is each one's own, for what is only quicker to keep.
CACHES = {
    "default": shared_cache(REDIS_URL, int(env("WEB_WORKERS") or 1), VAR),
    "process": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "process"},
}
CELERY_BROKER_URL = REDIS_URL or "memory://"
CELERY_TASK_ALWAYS_EAGER = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a worker waits for a broker as long as it takes
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 600,
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "continuity.orgs.tokens.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["continuity.core.parsers.PlainJSONParser"],
    "EXCEPTION_HANDLER": "continuity.core.errors.as_problem",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    "DEFAULT_THROTTLE_CLASSES": [
        "rest_framework.throttling.UserRateThrottle",
        "rest_framework.throttling.AnonRateThrottle",
    ],
    "DEFAULT_THROTTLE_RATES": {"user": "600/min", "anon": "60/min"},
    "NUM_PROXIES": PROXIES,
    "COERCE_DECIMAL_TO_STRING": True,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Continuity",
    "DESCRIPTION": "What an organisation leans on, what stops when it fails, and what to do then.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "ENUM_NAME_OVERRIDES": {
        "ComponentState": "continuity.providers.models.State",
        "VersionState": "continuity.plans.models.Version.State",
    },
}

LANGUAGE_CODE, TIME_ZONE, USE_TZ = "en-gb", "UTC", True
LANGUAGES = [("en-gb", _("English"))]
LOCALE_PATHS = [BASE_DIR / "continuity" / "locale"]

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_NAME = "__Host-sessionid" if SECURE else "sessionid"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "continuity.core.web.csrf_failure"
SECURE_SSL_REDIRECT = SECURE and env("SSL_REDIRECT", "1") == "1"
SECURE_HSTS_SECONDS = 31536000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXIES else None
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "continuity.core.uploads.Capped",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

LOGGING = to_console(env("LOG_LEVEL", "WARNING"), ours=env("LOG_LEVEL", "INFO"))
