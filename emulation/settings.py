"""All settings, in one file. Everything that differs between machines comes from the environment.

EMULATION_MODE is `production` (the default, so that forgetting it is safe), `rehearsal` (what ./run sets) or
`test` (what the test suite sets). A wrong or missing value stops the start with a sentence that names it.
"""

import importlib.util
import os
import secrets
from pathlib import Path
from urllib.parse import unquote

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from emulation.environment import (
    fail,
    read,
    read_bool,
    read_choice,
    read_folder,
    read_instant,
    read_list,
    read_origins,
    read_positive,
)

BASE_DIR = Path(__file__).resolve().parent.parent


# --- Mode, secrets, the clock ------------------------------------------------------------------------------

MODE = read_choice("EMULATION_MODE", "production", "production", "rehearsal", "test")
PRODUCTION = MODE == "production"
VAR_DIR = read_folder("EMULATION_VAR", BASE_DIR / "var")

REHEARSAL_KEY_PREFIX = "dien-tap-"
MIN_KEY_LENGTH = 50


def kept_rehearsal_key() -> str:
    """A key of this installation's own: one printed in our source would let anybody forge its signatures."""
    path = VAR_DIR / "rehearsal-key"
    if not path.exists():
        fresh = path.with_suffix(f".{os.getpid()}")
        fresh.touch(mode=0o600)
        fresh.write_text(REHEARSAL_KEY_PREFIX + secrets.token_urlsafe(48))
        fresh.replace(path)  # whole or not at all
    return path.read_text().strip()


def read_secret_key() -> str:
    key = read("SECRET_KEY")
    if not PRODUCTION:
        return key or kept_rehearsal_key()
    if not key:
        fail("SECRET_KEY", "chưa được đặt; bản chính thức cần một khóa ngẫu nhiên, giữ kín.")
    if key.startswith((REHEARSAL_KEY_PREFIX, "django-insecure-")):
        fail("SECRET_KEY", "đang là khóa diễn tập; bản chính thức cần một khóa riêng, ngẫu nhiên.")
    if len(key) < MIN_KEY_LENGTH or len(set(key)) < 5:
        fail("SECRET_KEY", f"quá ngắn hoặc quá đơn giản; cần ít nhất {MIN_KEY_LENGTH} ký tự ngẫu nhiên.")
    return key


SECRET_KEY = read_secret_key()
DEBUG = read_bool("DEBUG")
CLOCK_START = read_instant("EMULATION_CLOCK_START")
if PRODUCTION and DEBUG:
    fail("DEBUG", "không được bật ở bản chính thức.")
if PRODUCTION and CLOCK_START:
    fail("EMULATION_CLOCK_START", "chỉ dùng khi diễn tập; bản chính thức luôn chạy theo giờ thật.")


# --- Network -----------------------------------------------------------------------------------------------


def read_hosts() -> list[str]:
    hosts = read_list("ALLOWED_HOSTS")
    if PRODUCTION:
        if not hosts or "*" in hosts:
            fail("ALLOWED_HOSTS", "phải ghi rõ tên máy chủ, cách nhau bằng dấu phẩy (không dùng *).")
        return hosts
    listening = read("HOST", "127.0.0.1")
    everywhere = ["*"] if listening in {"0.0.0.0", "::", "[::]"} else []
    return hosts or ["localhost", "127.0.0.1", "[::1]", listening, *everywhere]


ALLOWED_HOSTS = read_hosts()
CSRF_TRUSTED_ORIGINS = read_origins("CSRF_TRUSTED_ORIGINS")
# Only behind a proxy that sets these headers itself may they be believed.
BEHIND_PROXY = read_bool("BEHIND_PROXY")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None

SESSION_COOKIE_AGE = 10 * 60 * 60  # one working day
SESSION_EXPIRE_AT_BROWSER_CLOSE = True  # offices share computers
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
SILENCED_SYSTEM_CHECKS = ["security.W021"]  # HSTS preload is a promise for the whole domain, not ours to make
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"  # for old browsers; the others obey frame-ancestors below

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],  # Bootstrap's own icons
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    }
}


# --- Applications ------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "campaigns",
    "awards",
    "emulation.apps.EmulationConfig",
    "emulation.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "crispy_forms",
    "crispy_bootstrap5",
    "bootstrap",
    "axes",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "emulation.middleware.NoNullBytes",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "emulation.middleware.LoginRequired",  # every page is closed unless it says otherwise
    "django.contrib.messages.middleware.MessageMiddleware",
    "emulation.middleware.PasswordChangeRequired",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "emulation.urls"
WSGI_APPLICATION = "emulation.wsgi.application"
ASGI_APPLICATION = "emulation.asgi.application"
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
                "emulation.context_processors.rehearsal",
                "emulation.context_processors.account",
            ],
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"


# --- Accounts ----------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "campaigns.User"
LOGIN_URL = "/dang-nhap/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = LOGIN_URL
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "emulation.auth_backends.AccountBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
if MODE == "test":
    # PBKDF2 is slow on purpose; the cast of the tests logs in thousands of times.
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "emulation.auth_backends.client_ip"
AXES_LOCKOUT_TEMPLATE = "registration/lockout.html"
AXES_VERBOSE = False


# --- Database ----------------------------------------------------------------------------------------------

# Default transactions lost 61-66 % of concurrent read-modify-writes; IMMEDIATE + WAL + waiting lost none.
# That holds only without ATOMIC_REQUESTS, which would make every page a writer.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON",
}
POSTGRESQL_OPTIONS = {"connect_timeout": 10, "options": "-c lock_timeout=20s -c statement_timeout=120s"}


def sqlite(path: Path) -> dict:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": SQLITE_OPTIONS,
        # A file, not memory: the browser's server and real second processes must see the same locks.
        "TEST": {"NAME": VAR_DIR / "test.sqlite3"},
    }


def parse_database(url: str) -> dict:
    config = environ.Env.db_url_config(url)
    if config["ENGINE"] == "django.db.backends.sqlite3":
        return sqlite(Path(config["NAME"]))
    if config["ENGINE"] != "django.db.backends.postgresql":
        raise ValueError(url)
    options = POSTGRESQL_OPTIONS | config.get("OPTIONS", {})
    config["HOST"] = unquote(config["HOST"])  # the folder of a socket is written %2Frun%2Fpostgresql
    return config | {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True, "OPTIONS": options}


def read_database() -> dict:
    url = read("DATABASE_URL")
    if not url:
        return sqlite(VAR_DIR / "emulation.sqlite3")
    try:
        return parse_database(url)
    except (ValueError, KeyError, ImproperlyConfigured):
        fail("DATABASE_URL", "không đọc được; cần dạng postgresql://ten:mat-khau@may:5432/co-so-du-lieu.")


DATABASES = {"default": read_database()}


# --- Language, dates ---------------------------------------------------------------------------------------

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = ["emulation.formats"]


# --- Files -------------------------------------------------------------------------------------------------


def package_folder(name: str) -> Path:
    return Path(importlib.util.find_spec(name).origin).parent


# The app `fontawesome` would bring 13,809 files; a page needs its style sheet and its fonts.
FONTAWESOME = package_folder("fontawesome") / "static" / "fontawesome"
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static" if PRODUCTION else None
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("guides", BASE_DIR / "docs" / "pictures"),
    ("fontawesome/css", FONTAWESOME / "css"),
    ("fontawesome/webfonts", FONTAWESOME / "webfonts"),
]
# A rehearsal collects nothing: WhiteNoise serves from the packages themselves.
WHITENOISE_USE_FINDERS = not PRODUCTION
# Looking at 200 files takes 50 ms, and each test makes a client of its own.
WHITENOISE_AUTOREFRESH = MODE == "test"

MEDIA_ROOT = UPLOAD_DIR = read_folder("UPLOAD_DIR", VAR_DIR / "uploads")
MAX_UPLOAD_MB = read_positive("MAX_UPLOAD_MB", 20)
MAX_UPLOAD_BYTES = MAX_UPLOAD_MB * 2**20
MAX_DOSSIER_BYTES = read_positive("MAX_DOSSIER_MB", 200) * 2**20
# Certificates of the authorities whose digital signatures this office trusts; may be read-only or missing.
SIGNATURE_ROOTS = Path(read("SIGNATURE_ROOTS", str(VAR_DIR / "signature-roots"))).expanduser().absolute()
# Long work: one process per core where nothing else is said; what came of it is kept this many days.
BATCH_PROCESSES = read_positive("BATCH_PROCESSES", len(os.sched_getaffinity(0)))
BATCH_KEEP_DAYS = read_positive("BATCH_KEEP_DAYS", 30)
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # the admin posts one field per selected row

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "emulation.storage.CompressedStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}


# --- E-mail, logs ------------------------------------------------------------------------------------------


def read_email() -> dict:
    # Without an address mail is kept as files, never lost and never sent to anybody by accident.
    default = {
        "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "EMAIL_FILE_PATH": VAR_DIR / "mail",
    }
    try:
        return environ.Env.email_url_config(read("EMAIL_URL")) if read("EMAIL_URL") else default
    except (ValueError, KeyError, ImproperlyConfigured):
        fail("EMAIL_URL", "không đọc được; cần dạng smtp+tls://ten:mat-khau@may:587.")


vars().update(read_email())
EMAIL_TIMEOUT = 15
DEFAULT_FROM_EMAIL = SERVER_EMAIL = read("DEFAULT_FROM_EMAIL", "thidua@localhost")

LOG_LEVEL = read_choice("LOG_LEVEL", "INFO", "DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {
        # Their DEBUG lines hold SQL and style sheets by the thousand.
        **{name: {"level": "WARNING"} for name in ("axes", "weasyprint", "fontTools", "django.db.backends")},
        # Scanners ask for made-up host names all day; each would be a traceback.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
