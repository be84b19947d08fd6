"""Every setting, read top to bottom; what differs between places comes from the environment."""

from __future__ import annotations

from datetime import timedelta
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import unquote, urlsplit

import django_stubs_ext
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from senkom.environment import broker, env, keys, push_key, required, seconds, yes_or_no
from senkom.log_settings import lines_of_the_log

django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent

# --- Where it runs -------------------------------------------------------------------------------------------------

ENVIRONMENT = env.str("SENKOM_ENV", default="production")
if ENVIRONMENT not in {"production", "development", "test"}:
    raise ImproperlyConfigured(f"SENKOM_ENV is {ENVIRONMENT!r}; write 'production', 'development' or 'test'.")
PRODUCTION = ENVIRONMENT == "production"

DEBUG = yes_or_no("SENKOM_DEBUG", "no")
if DEBUG and PRODUCTION:
    raise ImproperlyConfigured("SENKOM_DEBUG is 'yes' in production, which shows secrets to strangers. Write 'no'.")

DEMO = yes_or_no("SENKOM_DEMO", "no")
SECRET_KEY = required("SENKOM_SECRET_KEY", "Write 50 or more random characters.")
if PRODUCTION and len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("SENKOM_SECRET_KEY is shorter than 50 characters. Write 50 or more random ones.")

# The NIK has its own keys, apart from SECRET_KEY: one may leak without the other.
NIK_KEYS, NIK_KEYS_FILE = keys("SENKOM_NIK_KEYS")
NIK_HASH_KEY, _file = keys("SENKOM_NIK_HASH_KEY")

DATA_DIR = Path(env.str("SENKOM_DATA", default=str(BASE_DIR / ".data"))).resolve()
SITE_URL = env.str("SENKOM_SITE_URL", default=f"http://localhost:{env.str('PORT', default='8000')}").rstrip("/")
HTTPS = SITE_URL.startswith("https://")
if PRODUCTION and not HTTPS:
    raise ImproperlyConfigured(f"SENKOM_SITE_URL is {SITE_URL!r}; in production it starts with 'https://'.")

ALLOWED_HOSTS = env.list(
    "SENKOM_HOSTS", default=[] if PRODUCTION else ["localhost", "127.0.0.1", "[::1]", "testserver"]
)
if PRODUCTION and not ALLOWED_HOSTS:
    raise ImproperlyConfigured("SENKOM_HOSTS is not set. Write the host names of the site, separated by commas.")
CSRF_TRUSTED_ORIGINS = [SITE_URL]

# Only a proxy of ours may say from where and how somebody came; then its word is the last in X-Forwarded-For.
BEHIND_PROXY = yes_or_no("SENKOM_BEHIND_PROXY", "no")
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0

# --- What it is made of --------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "members",
    "notifications",
    "partners",
    "patrols",
    "incidents",
    "senkom.operation",
    "senkom.pages",
    "senkom.lib",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.forms",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_htmx",
    "pghistory",
    "pgtrigger",
    "phonenumber_field",
]

MIDDLEWARE = [
    "senkom.middleware.LogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "senkom.middleware.BrowserSafetyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "senkom.middleware.LanguageMiddleware",
    "senkom.middleware.TimezoneMiddleware",
    "senkom.middleware.BadInputMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "senkom.errors.ErrorPagesMiddleware",
    "senkom.middleware.MethodsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "members.middleware.SecondFactorMiddleware",
    "senkom.middleware.HistoryMiddleware",
    "senkom.middleware.CollisionMiddleware",
]

ROOT_URLCONF = "senkom.urls"
WSGI_APPLICATION = "senkom.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

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
                "senkom.context.site",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- PostgreSQL holds the truth; Redis only rings ------------------------------------------------------------------

DATABASES = {"default": env.db_url("DATABASE_URL")}
# A Unix socket's folder is written percent-encoded, as in libpq's own addresses.
DATABASES["default"]["HOST"] = unquote(DATABASES["default"].get("HOST") or "")
DATABASES["default"]["ATOMIC_REQUESTS"] = False
DATABASES["default"]["CONN_MAX_AGE"] = 60
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# Nobody waits for ever: neither for a lock that somebody else holds, nor (in a browser) for one long question.
LOCK_TIMEOUT = seconds("SENKOM_LOCK_TIMEOUT", "5")
STATEMENT_TIMEOUT = seconds("SENKOM_STATEMENT_TIMEOUT", "0")
DATABASES["default"].setdefault("OPTIONS", {})["options"] = (
    f"-c lock_timeout={LOCK_TIMEOUT}s -c statement_timeout={STATEMENT_TIMEOUT}s"
)

# Both in the database: losing Redis may not sign anyone out or break a throttle.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}
SESSION_ENGINE = "django.contrib.sessions.backends.db"

REDIS_URL = env.str("REDIS_URL", default="")

CELERY_BROKER_URL = broker(REDIS_URL) or "memory://"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 300,  # longer than the task time limit, and the same in every process
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 1,
    "socket_timeout": 5,
    "socket_keepalive": True,
    "health_check_interval": 25,
    "retry_on_timeout": True,
    "global_keyprefix": "senkom:",
}
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 120
CELERY_TASK_SOFT_TIME_LIMIT = 100
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 500
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 300_000
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SERIALIZER = "json"
CELERY_ENABLE_UTC = True
CELERY_TIMEZONE = "UTC"
# Plain intervals only: what is due is a question to the tables, not to the clock of beat.
CELERY_BEAT_SCHEDULE = {
    "plan": {"task": "notifications.plan", "schedule": 15.0, "options": {"expires": 15}},
    "dispatch": {"task": "notifications.dispatch", "schedule": 15.0, "options": {"expires": 15}},
    "jobs": {"task": "notifications.jobs", "schedule": 15.0, "options": {"expires": 15}},
}

# --- People: accounts and sign-in ----------------------------------------------------------------------------------

AUTH_USER_MODEL = "members.User"
AUTHENTICATION_BACKENDS = ["members.backends.MemberBackend"]
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "members.adapter.ClosedSignUpAdapter"
ACCOUNT_FORMS = {"login": "members.sign_in.SignInForm", "reauthenticate": "members.sign_in.ConfirmForm"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
# "key" is an account seen from one address (members.adapter): nobody shuts another person out by guessing.
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "20/m/ip,5/5m/key",
    "apply": "20/h/ip",
    "upload": "200/d/user",
    "card": "60/m/ip",
    "complain": "5/h/ip",
}

# A second factor for those with rights over others; anybody may have one. Never demanded in the demo.
MFA_REQUIRED = yes_or_no("SENKOM_MFA_REQUIRED", "yes" if PRODUCTION and not DEMO else "no")
MFA_GRACE = timedelta(days=14)
MFA_ADAPTER = "members.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Senkom"
MFA_TOTP_TOLERANCE = 1  # a code typed as it ends still counts; each counts once (members.sign_in)
MFA_FORMS = {
    "authenticate": "members.sign_in.SecondStepForm",
    "reauthenticate": "members.sign_in.ConfirmByCodeForm",
    "activate_totp": "members.sign_in.CodeAppForm",
    "add_webauthn": "members.sign_in.PasskeyForm",
    "edit_webauthn": "members.sign_in.PasskeyNameForm",
    "authenticate_webauthn": "members.sign_in.SecondStepByPasskeyForm",
    "reauthenticate_webauthn": "members.sign_in.ConfirmByPasskeyForm",
}

PASSWORD_HASHERS = [
    "members.passwords.OwaspArgon2Hasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
if ENVIRONMENT == "test":  # hashing is slow on purpose; tests make hundreds of accounts
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["username"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "members.passwords.NotAboutYouValidator"},
]
SIGN_IN_LINK_AGE = timedelta(hours=72)
SESSION_COOKIE_AGE = int(timedelta(days=90).total_seconds())

# --- Browser safety ------------------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
# What no page of ours asks the browser for; a phone's report page may ask where it is.
PERMISSIONS_POLICY = (
    "accelerometer=(), autoplay=(), bluetooth=(), browsing-topics=(), camera=(), display-capture=(), "
    "geolocation=(self), gyroscope=(), hid=(), magnetometer=(), microphone=(), midi=(), payment=(), serial=(), "
    "usb=(), xr-spatial-tracking=()"
)
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
THEME_COOKIE_NAME = "theme"
PHONE_COOKIE_NAME = "phone"
if HTTPS:  # no other host of the domain can set or read these
    THEME_COOKIE_NAME = "__Host-theme"
    PHONE_COOKIE_NAME = "__Host-phone"
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    LANGUAGE_COOKIE_NAME = "__Host-language"
# What a page says after a step can hold a name: it stays on the server.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds()) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
CSRF_FAILURE_VIEW = "senkom.errors.csrf_failure"

# --- Language and time ---------------------------------------------------------------------------------------------

LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Indonesian")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["senkom.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Jakarta"
PHONENUMBER_DEFAULT_REGION = "ID"
PHONENUMBER_DB_FORMAT = "E164"
PHONENUMBER_DEFAULT_FORMAT = "NATIONAL"

# --- Files ---------------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("SENKOM_STATIC_ROOT", default=str(BASE_DIR / "staticfiles")))
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = DATA_DIR / "media"
# Where a web server in front may read MEDIA_ROOT itself: the internal address it knows it by, such as '/_media/'.
MEDIA_ACCEL = env.str("SENKOM_MEDIA_ACCEL", default="")
if MEDIA_ACCEL and not (MEDIA_ACCEL.startswith("/") and MEDIA_ACCEL.endswith("/")):
    raise ImproperlyConfigured(f"SENKOM_MEDIA_ACCEL is {MEDIA_ACCEL!r}; it begins and ends with '/'.")
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o750
UPLOAD_MAX_REQUEST = 12 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "senkom.lib.uploads.limits.RefuseLargeRequests",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "senkom.lib.uploads.limits.TemporaryFiles",
]
STORAGES = {
    "default": {"BACKEND": "senkom.lib.uploads.storage.WholeFileStorage"},
    "staticfiles": {
        "BACKEND": (
            "whitenoise.storage.CompressedManifestStaticFilesStorage"
            if PRODUCTION
            else "django.contrib.staticfiles.storage.StaticFilesStorage"
        )
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = DEBUG

# --- Mail: an address like smtp://user:password@host:587, or files under SENKOM_DATA/mail -------------------------

EMAIL_URL = env.str("EMAIL_URL", default="")
DEFAULT_FROM_EMAIL = env.str("SENKOM_MAIL_FROM", default="Senkom <senkom@localhost>")
MAIL_DIR = DATA_DIR / "mail"
# A file in which the relay writes the Message-ID of what it takes (its log); without it, doubt is shown to a person.
MAIL_LEDGER = env.str("SENKOM_MAIL_LEDGER", default="")
# A watch outside: asked once a minute while reminders run; when it hears nothing it tells the administrator.
HEARTBEAT_URL = env.str("SENKOM_HEARTBEAT_URL", default="")
if HEARTBEAT_URL and urlsplit(HEARTBEAT_URL).scheme not in {"https", "http"}:
    raise ImproperlyConfigured("SENKOM_HEARTBEAT_URL needs to begin with https:// or http://.")
if EMAIL_URL:
    _mail = urlsplit(EMAIL_URL)
    if _mail.scheme not in {"smtp", "smtps", "smtp+tls"} or not _mail.hostname:
        raise ImproperlyConfigured("EMAIL_URL needs the form 'smtp+tls://user:password@host:587'.")
    EMAIL_HOST = _mail.hostname
    EMAIL_PORT = _mail.port or {"smtp": 25, "smtps": 465, "smtp+tls": 587}[_mail.scheme]
    EMAIL_HOST_USER = unquote(_mail.username or "")
    EMAIL_HOST_PASSWORD = unquote(_mail.password or "")
    EMAIL_USE_TLS = _mail.scheme == "smtp+tls"
    EMAIL_USE_SSL = _mail.scheme == "smtps"
EMAIL_TIMEOUT = 20
# Whom a stranger tells about a hole he found; an address of mail or of a page.
SECURITY_CONTACT = env.str("SENKOM_SECURITY_CONTACT", default="mailto:" + parseaddr(DEFAULT_FROM_EMAIL)[1])
if not SECURITY_CONTACT.startswith(("mailto:", "https://")):
    raise ImproperlyConfigured(f"SENKOM_SECURITY_CONTACT is {SECURITY_CONTACT!r}; begin with 'mailto:' or 'https://'.")
MAIL_DOMAIN = DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"

# --- Web Push: a key pair of our own, no account with anyone --------------------------------------------------------

# 32 random bytes, the private half; from it follows what browsers subscribe with. Unset: nobody is offered pushes.
PUSH_KEY = push_key("SENKOM_PUSH_KEY")
# Only tests have a push service on their own machine; elsewhere such an address is an attack.
PUSH_LOOPBACK = False
WEB_TIMEOUT = 10
"""Seconds for one request to a push service, from the connection to the answer."""

# --- Telegram: a bot of one's own, for those who want it; off where it has no token ---------------------------------

TELEGRAM_TOKEN = env.str("SENKOM_TELEGRAM_TOKEN", default="")
TELEGRAM_BOT = env.str("SENKOM_TELEGRAM_BOT", default="").lstrip("@")
if bool(TELEGRAM_TOKEN) != bool(TELEGRAM_BOT):
    raise ImproperlyConfigured(
        "Set both SENKOM_TELEGRAM_TOKEN and SENKOM_TELEGRAM_BOT (the bot's user name), or neither."
    )
TELEGRAM_API = "https://api.telegram.org"

# --- History -------------------------------------------------------------------------------------------------------

PGHISTORY_APPEND_ONLY = True

# --- Log -----------------------------------------------------------------------------------------------------------

LOGGING = lines_of_the_log(as_json=PRODUCTION)
