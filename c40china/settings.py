"""Settings of the site, from top to bottom in one file.

It runs with nothing set. What differs from machine to machine is one environment variable each,
named and explained where it is read; a wrong value stops the start with a sentence that names it.
"""

import ipaddress
import os
import re
import secrets
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from core.csp import CSP

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
known: set[str] = set()  # the variables of the site, as they are read below


def variable(name: str, default: str = "") -> str:
    """An environment variable, or the default where it is missing or empty."""
    known.add(name)
    return env.str(name, "").strip() or default


def switch(name: str) -> bool:
    """A variable that is true or false, and false where it is missing.

    environ's own cast would take every word that it does not know for false.
    """
    value = variable(name, "false").lower()
    if value not in ("true", "false"):
        raise ImproperlyConfigured(f"{name} must be true or false, not {value!r}.")
    return value == "true"


def number(name: str, default: str) -> int:
    """A variable that is a whole number from 0 on."""
    value = variable(name, default)
    if not re.fullmatch(r"[0-9]{1,9}", value):
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.")
    return int(value)


# --- Where the site writes ---------------------------------------------------------------------

# C40_VAR: the one directory that the site writes to (database, secret key, uploads, static files).
VAR = Path(variable("C40_VAR", str(BASE_DIR / "var"))).resolve()
try:
    VAR.mkdir(parents=True, exist_ok=True)
except OSError as fault:
    raise ImproperlyConfigured(
        f"C40_VAR names {VAR}, where the site cannot write ({fault.strerror})."
    ) from None

# C40_DEBUG: Django's error pages and reload, for `make dev` only.
DEBUG = switch("C40_DEBUG")

# --- Who may reach the site --------------------------------------------------------------------

LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]"]

# C40_HOSTS: the public host names, with commas between them. Without it, only local names.
HOSTS = [host.strip() for host in variable("C40_HOSTS").split(",") if host.strip()]
for host in HOSTS:
    if not re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\]", host):
        raise ImproperlyConfigured(
            f"C40_HOSTS must list plain host names such as www.example.org, not {host!r}."
        )
ALLOWED_HOSTS = HOSTS or LOCAL_HOSTS

# C40_BIND: the address that the server listens on. PORT: its port.
BIND = variable("C40_BIND", "127.0.0.1")
try:
    LOOPBACK = ipaddress.ip_address(BIND).is_loopback
except ValueError:
    raise ImproperlyConfigured(
        f"C40_BIND must be an IP address such as 0.0.0.0, not {BIND!r}."
    ) from None
PORT = variable("PORT", "8000")
if not re.fullmatch(r"[0-9]{1,5}", PORT) or not 1 <= int(PORT) <= 65535:
    raise ImproperlyConfigured(f"PORT must be a number from 1 to 65535, not {PORT!r}.")

# C40_TLS: true when visitors come by https, which a proxy in front of the site speaks for it and
# says so in X-Forwarded-Proto; false when they come by plain http. It has no default for a public
# site: a guess would either lock visitors out or send the staff's session cookie in the clear.
if not LOOPBACK and not HOSTS:
    raise ImproperlyConfigured(f"C40_BIND is {BIND}, so C40_HOSTS must say the public host names.")
if HOSTS and not variable("C40_TLS"):
    raise ImproperlyConfigured(
        "C40_HOSTS is set, so C40_TLS must say whether visitors come by https (true or false)."
    )
TLS = switch("C40_TLS")

# Where readers find the site, for addresses that are written when nobody is asking for a page.
PUBLIC_URL = f"{'https' if TLS else 'http'}://{HOSTS[0] if HOSTS else f'{BIND}:{PORT}'}"

SECURE_SSL_REDIRECT = TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TLS else None
# One year; the names beside ours under the same domain belong to others, so they are left alone.
SECURE_HSTS_SECONDS = 31_536_000 if TLS else 0
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SESSION_COOKIE_SECURE = TLS
CSRF_COOKIE_SECURE = TLS
LANGUAGE_COOKIE_SECURE = TLS
SESSION_COOKIE_NAME = "__Host-session" if TLS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if TLS else "csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "editing.views.csrf_failure"
# Bytes of a form without its files: two of the longest texts in Chinese, as browsers encode
# them, are 3.6 million, and the form of a programme has more than two.
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024 * 1024
# Bytes of a file: it needs no second place on the disk, and the server takes no larger one.
FILE_UPLOAD_MAX_MEMORY_SIZE = 25 * 1024 * 1024
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"

# One policy for public pages and staff alike: the nonce stands in it only where a template printed
# one, and only the staff's editor has anything inline.
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF, CSP.NONCE],
    "img-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "frame-src": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}

# C40_SECURITY_CONTACT: where a fault that endangers the site is reported, mailto: or https:, for
# /.well-known/security.txt. Without it there is no such file.
SECURITY_CONTACT = variable("C40_SECURITY_CONTACT")
if SECURITY_CONTACT and not re.fullmatch(r"(mailto:[!-~]+@|https://)[!-~]+", SECURITY_CONTACT):
    raise ImproperlyConfigured(
        "C40_SECURITY_CONTACT must be an address such as mailto:security@example.org."
    )

# --- Secret key --------------------------------------------------------------------------------


def secret_key() -> str:
    """The key from C40_SECRET_KEY, or one made on the first start and kept in the var directory."""
    if given := variable("C40_SECRET_KEY"):
        if len(given) < 50:
            raise ImproperlyConfigured("C40_SECRET_KEY must have at least 50 characters.")
        return given
    kept = VAR / "secret_key"
    try:
        # O_EXCL: of two processes that start at once, one makes the key and the other reads it.
        with open(os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64))
    except FileExistsError:
        pass
    key = kept.read_text().strip()
    if len(key) < 50:
        raise ImproperlyConfigured(f"{kept} holds no key: delete it, or set C40_SECRET_KEY.")
    return key


SECRET_KEY = secret_key()

# --- Applications ------------------------------------------------------------------------------

INSTALLED_APPS = [
    "modeltranslation",  # before the admin, whose classes it extends
    "editing.apps.DeskConfig",  # django.contrib.admin under the name of this site
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_guid",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "reversion",
    "import_export",
    "imagefield",
    "django_prose_editor",
    "js_asset",
    "c40china",
    "news",
    "programmes",
    "cities",
    "pages",
    "accounts",
    "delivery",
    "editing",
    "library",
    "seeding",
    "search",
    "core",
]

MIDDLEWARE = [
    # Which lines of the log belong to one request; then what balancers ask whatever happens.
    "django_guid.middleware.guid_middleware",
    "c40china.server.health.HealthMiddleware",
    # Before whatever may wait for the database.
    "c40china.server.patience.PatienceMiddleware",
    # First, so that what is kept costs nothing else: what is due is published, then the page cache.
    "editing.pending.scheduling.DueChangesMiddleware",
    "delivery.middleware.PageCacheMiddleware",
    # These first, so that static files, redirects and errors of those below carry their headers.
    "core.csp.ContentSecurityPolicyMiddleware",
    "core.middleware.BrowserPolicyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "core.ranges.RangeMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.middleware.HostMiddleware",
    "core.middleware.LanguageMiddleware",
    "c40china.redirects.RedirectFallbackMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
    "accounts.middleware.IdleSessionMiddleware",
    "accounts.middleware.StaffLanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]

# The last slash is added where what was meant by an address is looked for: in one step.
APPEND_SLASH = False
ROOT_URLCONF = "c40china.urls"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "core.csp.csp",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accounts.context_processors.account",
                "c40china.context_processors.navigation",
            ],
        },
    },
]

AUTH_USER_MODEL = "accounts.User"
# After a log-in at an address that leads nowhere on this site.
LOGIN_REDIRECT_URL = "admin:index"
PASSWORD_HASHERS = ["accounts.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# Login, second factors and sessions are those of django-allauth; its forms are told what to be.
LOGIN_URL = "account_login"
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "accounts.forms.LoginForm",
    "reauthenticate": "accounts.forms.PasswordConfirmForm",
    "reset_password_from_key": "accounts.forms.FirstPasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_SESSION_REMEMBER = True
# Tries to log in: of an address, and of wrong passwords for an account.
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,10/5m/key"}
MFA_ADAPTER = "accounts.adapters.MFAAdapter"
MFA_FORMS = {
    "activate_totp": "accounts.forms.AppForm",
    "add_webauthn": "accounts.forms.PasskeyForm",
    "authenticate": "accounts.forms.CodeForm",
    "reauthenticate": "accounts.forms.CodeConfirmForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "C40 China"
# Half a minute before and after: clocks of phones are not exact.
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not TLS
# A site with a public name asks everybody for a second factor, wherever the server listens.
SECOND_FACTOR = bool(HOSTS)
# Whoever speaks https for the site, or stands before a server on loopback, is a proxy, and the last
# address in X-Forwarded-For is the one that it has seen.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if TLS or (HOSTS and LOOPBACK) else 0
# Hours without a page of the desk, after which one logs in anew.
SESSION_COOKIE_AGE = 12 * 60 * 60
# Hours in which the link for a first or a new password can be used, once.
PASSWORD_RESET_TIMEOUT = 72 * 60 * 60

# Counts of tries and such, shared by all processes.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": VAR / "cache",
    }
}

# --- The desk ----------------------------------------------------------------------------------

# What staff find in the menu: groups, and in each the kinds of content in their order, with the
# name of a drawing in static/img/desk.svg. What is not named here stands in the last group.
DESK_MENU = [
    (
        _("Content"),
        {
            "news.article": "article",
            "cities.city": "mountain",
            "programmes.programme": "pathway",
            "programmes.pilotcity": "towers",
            "programmes.milestone": "milestone",
            "pages.page": "page",
        },
    ),
    (
        _("Library"),
        {"library.image": "picture", "library.sourcepage": "page", "library.glossaryterm": "page"},
    ),
    (
        _("Administration"),
        {"accounts.user": "person", "pages.sitesettings": "settings"},
    ),
]

# --- Database ----------------------------------------------------------------------------------

# C40_DATABASE_URL: another file, such as sqlite:////srv/c40china/db.sqlite3, or PostgreSQL, such as
# postgres://user:password@host:5432/name (with requirements/postgres.txt installed).
DATABASE_URL = variable("C40_DATABASE_URL", f"sqlite:///{VAR / 'db.sqlite3'}")
if not re.fullmatch(r"sqlite:///.+|postgres(ql)?://[^/]+/.+", DATABASE_URL):
    raise ImproperlyConfigured(
        "C40_DATABASE_URL must be an address such as sqlite:////srv/c40china/db.sqlite3"
        " or postgres://user:password@host:5432/name."
    )
DATABASES = {"default": env.db_url_config(DATABASE_URL)}
# Each thread keeps its connection: to open one takes longer than to answer for most pages.
DATABASES["default"] |= {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}
# Seconds that a transaction waits for others. Whoever saves is answered within five.
DATABASE_PATIENCE = 4
if DATABASE_URL.startswith("sqlite"):
    DATABASES["default"]["OPTIONS"] = {
        # WAL: readers never wait for the one writer. FULL: what was committed is on the disk.
        # IMMEDIATE: a transaction that will write queues at its start and waits for its turn; begun
        # as a reader it would fail at once.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        "transaction_mode": "IMMEDIATE",
        "timeout": DATABASE_PATIENCE,
    }
else:
    DATABASES["default"]["OPTIONS"] = {
        **DATABASES["default"].get("OPTIONS", {}),
        "connect_timeout": DATABASE_PATIENCE,
        # To compile a query of a list takes longer than to answer it.
        "options": f"-c lock_timeout={DATABASE_PATIENCE}s -c jit=off",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- The content version -----------------------------------------------------------------------

# What is kept of pages is used until the content version moves, which triggers of the database do
# at every change of a row (core.caching). Named here is what must not move it: models of which
# readers see nothing, each with the reason. A model that is not named moves it.
UNSEEN_MODELS = {
    "account.EmailAddress": "accounts have their address themselves",
    "account.EmailConfirmation": "nobody confirms an address",
    "accounts.User": "readers learn no names of staff",
    "admin.LogEntry": "the desk has its own, and shows neither to readers",
    "auth.Group": "who may do what on the desk",
    "auth.Permission": "who may do what on the desk",
    "contenttypes.ContentType": "names of tables",
    "core.ContentVersion": "the version itself",
    "delivery.NotFoundAddress": "what was asked for in vain",
    "editing.Activity": "who did what on the desk",
    "editing.Autosave": "what was typed and not saved",
    "editing.Presence": "who has a form open",
    "editing.TranslationState": "which text is behind which; pages go by whether a text is there",
    "mfa.Authenticator": "second factors of staff",
    "reversion.Revision": "readers see an earlier text only once it is written into its item",
    "reversion.Version": "readers see an earlier text only once it is written into its item",
    "search.Tokens": "written in one transaction with its index entry, which moves it",
    "seeding.LoadedItem": "what the loader remembers of its files",
    "sessions.Session": "who is signed in",
    "usersessions.UserSession": "where staff are signed in",
}
# Models of which readers notice one thing alone: the moment at which something is published.
SCHEDULES = {"editing.WorkflowState": "scheduled_at"}
# Models whose rows belong to an item by its label and its key, in the columns named here.
ROWS_OF_ITEMS = {"search.Entry": ("kind", "object_id")}

# --- What is kept of pages, and by whom --------------------------------------------------------

# C40_PAGE_CACHE: megabytes of memory, in each process of the server, for pages as they were sent; a
# page in all its codings takes about 60 kB. 0 keeps nothing, as work on templates needs it.
PAGE_CACHE = number("C40_PAGE_CACHE", "0" if DEBUG else "12")
# The parameters that a page reads, by its path after the language, or by the name of a file. With
# others it is not kept.
PAGE_PARAMETERS = {
    "cities/": {"programme"},
    "news/": {"city", "kind", "page", "programme", "year"},
    "search/": {"kind", "page", "q"},
    "search/suggestions/": {"q"},
    "sitemap-news.xml": {"p"},
}
# C40_CDN_SECONDS: how long a CDN in front of the site may send a public page without asking. It may
# then send it as long again while it asks, or while the site does not answer, so a page that is
# withdrawn can be seen for twice as long. With 0, everyone asks every time, and it is gone at once.
CDN_SECONDS = number("C40_CDN_SECONDS", "0")

# Chinese by its sound, for search and slugs: 47,000 phrases of pypinyin would take 40 MB.
os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")

# --- Languages and time ------------------------------------------------------------------------

LANGUAGE_CODE = "en"
# Each in its own script: a reader looks for the name of the language that they can read.
LANGUAGES = [("en", "English"), ("zh-hans", "简体中文")]
# Ours, then what packages say badly or not at all: their words, in ours; kept by hand.
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale_packages"]
# How Django itself writes dates in English: its own way is the American one.
FORMAT_MODULE_PATH = "c40china.formats"
TIME_ZONE = "Asia/Shanghai"

MODELTRANSLATION_DEFAULT_LANGUAGE = "en"
# A missing text is left out or marked with its language, never silently replaced.
MODELTRANSLATION_ENABLE_FALLBACKS = False

# --- Files -------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
# Without it every static file would be offered to the scripts and styles of any other site.
WHITENOISE_ALLOW_ALL_ORIGINS = False
# The icons that feed readers, bookmarks and search engines ask for without reading a page.
WHITENOISE_ROOT = BASE_DIR / "static" / "root"
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR / "media"
STORAGES = {
    "default": {"BACKEND": "core.storage.DurableStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        ),
    },
}
IMAGEFIELD_BIN_DEPTH = 2

# --- E-mail ------------------------------------------------------------------------------------

# C40_MAIL: the mail server, such as smtp+tls://user:password@mail.example.org:587. Without it
# nothing is mailed; the dashboard shows the same. C40_MAIL_FROM: the sender of the e-mails.
MAIL = variable("C40_MAIL")
if MAIL and not re.fullmatch(r"smtp(\+tls|\+ssl)?://.+", MAIL):
    raise ImproperlyConfigured("C40_MAIL must be an address such as smtp://mail.example.org:25.")
if MAIL:
    globals().update(env.email_url_config(MAIL))
else:
    EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
EMAIL_TIMEOUT = 10  # seconds
DEFAULT_FROM_EMAIL = variable("C40_MAIL_FROM", "webmaster@localhost")

# --- Log ---------------------------------------------------------------------------------------

# To standard error, where whatever runs the server collects it: a JSON object for each line, or
# plain words where somebody looks at a terminal. No text, name or address of a preview is in it.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "request_id": {"()": "django_guid.log_filters.CorrelationId"},
        "route": {"()": "c40china.server.logs.RouteFilter"},
    },
    "formatters": {"line": {"()": "c40china.server.logs.formatter"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "filters": ["request_id", "route"],
            "formatter": "line",
        }
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        # Passers-by ask all day for addresses and hosts that are not here, and send forms that are
        # none; that is no fault.
        "django.request": {"level": "ERROR"},
        "django.security": {"level": "CRITICAL"},
        "django_guid": {"level": "ERROR"},
    },
}
# A proxy may name a request; other names than a UUID are not taken over.
DJANGO_GUID = {"GUID_HEADER_NAME": "X-Request-ID", "RETURN_HEADER": False}

# --- The end -----------------------------------------------------------------------------------

# A misspelt name would otherwise leave its setting at the default without a word.
for name in sorted(os.environ):
    if name.startswith("C40_") and name not in known:
        raise ImproperlyConfigured(
            f"{name} is not a setting: there are {', '.join(sorted(known))}."
        )
