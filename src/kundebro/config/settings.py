"""All settings of Kundebro, read from the environment (docs/operating.md lists the variables)."""

import os
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

from kundebro.config.environment import (
    address_of,
    database_from_url,
    holds_demo_data,
    read_secret_key,
    s3_from_environment,
    truth,
    whole_number,
)

DATA = Path(os.environ.get("KUNDEBRO_DATA") or Path.cwd() / "data").resolve()
DATABASE_URL = os.environ.get("KUNDEBRO_DATABASE_URL", "")

if not DATABASE_URL.startswith("postgres"):
    # SQLite before 3.51.3 can corrupt a WAL database when two connections write: use the one pysqlite3 brings.
    import pysqlite3
    import pysqlite3.dbapi2

    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2

PACKAGE = Path(__file__).resolve().parent.parent
REPOSITORY = PACKAGE.parent.parent

DEBUG = truth("KUNDEBRO_DEBUG")
SECRET_KEY = read_secret_key(DATA)
HOSTS = [host for host in os.environ.get("KUNDEBRO_HOSTS", "").split(",") if host]
PLAIN_HTTP = not HOSTS or truth("KUNDEBRO_PLAIN_HTTP")
ALLOWED_HOSTS = HOSTS or ["127.0.0.1", "localhost", "[::1]", "testserver"]
ADDRESS = (os.environ.get("KUNDEBRO_ADDRESS") or address_of(HOSTS, is_plain=PLAIN_HTTP)).rstrip("/")
WARN_ABOUT_PLAIN_HTTP = bool(HOSTS) and PLAIN_HTTP

INSTALLED_APPS = [
    "kundebro.home",
    "kundebro.activities",
    "kundebro.pipeline",
    "kundebro.contacts",
    "kundebro.prospects",
    "kundebro.ledger",
    "kundebro.parties",
    "kundebro.imports",
    "kundebro.mail",
    "kundebro.history",
    "kundebro.jobs",
    "kundebro.users",
    "kundebro.company",
    "kundebro.core",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "kundebro.core.assets.OnlyWhatBrowsersLoad",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "rules",
    "template_partials",
]

MIDDLEWARE = [
    "csp.middleware.CSPMiddleware",  # first: also on the redirect to https
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "kundebro.users.middleware.session_limits",
    "kundebro.users.middleware.language_of_user",
    "kundebro.users.middleware.sign_in_again",
    "kundebro.users.middleware.keep_choices",
    "kundebro.users.middleware.denials",
    "kundebro.core.middleware.no_store",
    "kundebro.users.middleware.second_factor_first",
    "kundebro.history.middleware.through_the_web",
    "kundebro.history.middleware.TellWhoIsLate",
    "kundebro.core.middleware.AgainAfterDeadlock",
]

ROOT_URLCONF = "kundebro.config.urls"
WSGI_APPLICATION = "kundebro.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "django.templatetags.i18n",
                "template_partials.templatetags.partials",
                "kundebro.core.templatetags.kundebro",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "kundebro.core.context_processors.frame",
            ],
        },
    },
]
FORM_RENDERER = "kundebro.core.forms.Renderer"

DATABASES = {"default": database_from_url(DATABASE_URL, DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}

AUTH_USER_MODEL = "users.User"
AUTHENTICATION_BACKENDS = ["kundebro.users.backends.WhoHasAccess"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "kundebro.users.validators.PasswordNotTooLong"},
    {"NAME": "kundebro.users.validators.NoContextWords"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
PASSWORD_RESET_TIMEOUT = 3600
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "kundebro.users.adapter.InvitationsOnly"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by an administrator, who vouches for the address
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
MFA_ADAPTER = "kundebro.users.mfa.EncryptedSecrets"
MFA_FORMS = {
    "add_webauthn": "kundebro.users.forms.PasskeyForm",
    "edit_webauthn": "kundebro.users.forms.PasskeyNameForm",
}
MFA_TOTP_ISSUER = "Kundebro"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = PLAIN_HTTP
REQUIRE_SECOND_FACTOR = truth("KUNDEBRO_REQUIRE_MFA", default=bool(HOSTS) or not holds_demo_data(DATA))

LANGUAGE_CODE = "da"
LANGUAGES = [("da", "Dansk"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
FORMAT_MODULE_PATH = "kundebro.config.formats"
TIME_ZONE = "Europe/Copenhagen"
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "static/"
STATIC_ROOT = Path(os.environ.get("KUNDEBRO_STATIC") or DATA / "static")
NODE_MODULES = Path(os.environ.get("KUNDEBRO_NODE_MODULES") or REPOSITORY / "node_modules")
STATICFILES_DIRS = [
    (prefix, NODE_MODULES / folder)
    for prefix, folder in (
        ("tabler", "@tabler/core/dist"),
        ("icons", "@tabler/icons-sprite/dist"),
        ("htmx", "htmx.org/dist"),
        ("alpine", "@alpinejs/csp/dist"),
        ("inter", "@fontsource-variable/inter"),
        ("tom-select", "tom-select/dist"),
    )
    if (NODE_MODULES / folder).is_dir()
]
STORAGES: dict[str, Any] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "kundebro.core.staticfiles.CompressedFiles"},
}
MEDIA_ROOT = DATA / "files"
FILE_UPLOAD_PERMISSIONS = 0o640
LARGEST_DOCUMENT = whole_number("KUNDEBRO_LARGEST_DOCUMENT_MB", default=200) * 1024**2
LARGEST_FORM = max(LARGEST_DOCUMENT, 500 * 1024**2) + 1_000_000  # a list to import may have 500 MB
FILE_UPLOAD_HANDLERS = [
    "kundebro.core.uploads.WithinLimits",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
S3 = s3_from_environment()
BACKUPS = Path(os.environ.get("KUNDEBRO_BACKUPS") or DATA / "backups").resolve()

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "imports"]}}

NONE, SELF = "'none'", "'self'"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_SSL_REDIRECT = not PLAIN_HTTP
SECURE_HSTS_SECONDS = 0 if PLAIN_HTTP else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = not PLAIN_HTTP
if truth("KUNDEBRO_BEHIND_PROXY"):
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_NAME = "sessionid" if PLAIN_HTTP else "__Host-sessionid"
CSRF_COOKIE_NAME = "csrftoken" if PLAIN_HTTP else "__Host-csrftoken"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not PLAIN_HTTP
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = int(timedelta(hours=12).total_seconds())
CSRF_FAILURE_VIEW = "kundebro.core.views.csrf_failure"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
SILENCED_SYSTEM_CHECKS = [
    "security.W021",  # HSTS preload is hard to take back: the owner of the domain decides it, not the program
    *(["security.W004", "security.W008", "security.W012", "security.W016"] if PLAIN_HTTP else []),  # loopback only
]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"kundebro": {"level": "INFO"}},
}
