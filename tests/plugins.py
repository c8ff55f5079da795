"""The ground the tests stand on. Loaded with -p before pytest-django reads the settings.

Missing tools make a test skip; with CI=true a skip or an expected failure is a failure.
"""

import atexit
import os
import shutil
import tempfile
from functools import lru_cache
from pathlib import Path

import pytest

IN_CI = os.environ.get("CI", "").lower() in {"1", "true"}

os.environ["EMULATION_MODE"] = "test"
# A folder per process, also for each xdist worker: no test may see or leave anything in the real var/.
os.environ["EMULATION_VAR"] = tempfile.mkdtemp(prefix="emulation-test-")
atexit.register(shutil.rmtree, os.environ["EMULATION_VAR"], ignore_errors=True)
for _name in (
    "EMULATION_CLOCK_START",
    "SECRET_KEY",
    "DEBUG",
    "UPLOAD_DIR",
    "EMAIL_URL",
    "ALLOWED_HOSTS",
    "HOST",
):
    os.environ.pop(_name, None)


# --- Tools that may be missing -----------------------------------------------------------------------------


@lru_cache(maxsize=1)
def chromium() -> str | None:
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next(filter(None, map(shutil.which, names)), None)


@lru_cache(maxsize=1)
def pango() -> bool:
    """The library and the font: with another font every measured line is wrong."""
    try:
        import weasyprint  # noqa: F401
    except OSError:
        return False
    from emulation.health import fonts

    return fonts()[0]


@lru_cache(maxsize=1)
def office() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")


TOOLS = {
    "browser": (chromium, "Chromium (gói chromium)"),
    "pango": (
        pango,
        "Pango và phông Tinos (gói libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-croscore fonts-dejavu-core fontconfig)",
    ),
    "office": (office, "LibreOffice (gói libreoffice-calc libreoffice-writer)"),
}


def pytest_report_header() -> list[str]:
    return [f"thiếu {name}: bỏ qua các phép thử “{mark}”" for mark, (has, name) in TOOLS.items() if not has()]


def pytest_runtest_setup(item) -> None:
    for mark, (has, name) in TOOLS.items():
        if item.get_closest_marker(mark) and not has():
            pytest.skip(f"thiếu {name}")


# --- Which tests, in which order, and what counts as a failure -------------------------------------------


# After pytest-django, which sorts by how a test uses the database.
@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items) -> None:
    _drop_postgres_only(config, items)
    _longest_first(items)


# Every address as every account is asked once, for all modules that look at the answers.
WALK = "tests/access/"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """A worker takes whole modules, and all those of the walk together."""
    from xdist.scheduler import LoadFileScheduling

    class ModulesAndTheWalk(LoadFileScheduling):
        def _split_scope(self, nodeid):
            return WALK if nodeid.startswith(WALK) else super()._split_scope(nodeid)

    return ModulesAndTheWalk(config, log) if config.getvalue("dist") == "loadfile" else None


def _drop_postgres_only(config, items) -> None:
    """On SQLite a `postgres_only` test is neither run nor called skipped: ./run test runs it elsewhere."""
    from django.conf import settings

    if "postgresql" in settings.DATABASES["default"]["ENGINE"]:
        return
    elsewhere = [item for item in items if item.get_closest_marker("postgres_only")]
    if elsewhere:
        config.hook.pytest_deselected(items=elsewhere)
        items[:] = [item for item in items if item not in elsewhere]


def _longest_first(items) -> None:
    """What drives a browser or walks over the whole site takes minutes, and must not be the last to be taken."""
    slow = {item.path for item in items if item.get_closest_marker("browser") or item.nodeid.startswith(WALK)}
    items.sort(key=lambda item: item.path not in slow)


def _forbid_skip(report) -> None:
    if IN_CI and report.skipped:
        reason = getattr(report, "wasxfail", None) or report.longrepr
        report.outcome = "failed"
        report.longrepr = f"CI=true: a skipped or expected failure counts as a failure: {reason}"
        vars(report).pop("wasxfail", None)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    _forbid_skip((yield).get_result())


@pytest.hookimpl(hookwrapper=True)
def pytest_make_collect_report(collector):
    _forbid_skip((yield).get_result())


def pytest_terminal_summary(terminalreporter) -> None:
    """The PostgreSQL pass leaves its numbers (TEST_SAYS) for the last summary of ./run test (TEST_SAID)."""
    if said := os.environ.get("TEST_SAID"):
        terminalreporter.section("PostgreSQL")
        terminalreporter.write_line(Path(said).read_text())
    if says := os.environ.get("TEST_SAYS"):
        words = ("passed", "failed", "error", "skipped")
        counts = {word: len(terminalreporter.stats.get(word, [])) for word in words}
        failed = [
            report.nodeid for word in ("failed", "error") for report in terminalreporter.stats.get(word, [])
        ]
        line = ", ".join(f"{count} {word}" for word, count in counts.items() if count) or "no test ran"
        Path(says).write_text("\n".join([line, *failed]))


# --- A real browser ----------------------------------------------------------------------------------------

QUIET = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


@pytest.fixture(scope="session")
def chromium_browser():
    """One Chromium for the session."""
    from playwright.sync_api import sync_playwright

    # Playwright keeps an event loop in this thread; Django would take our own queries for asynchronous ones.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def new_page(chromium_browser, live_server):
    """new_page(user=None, width=1366, height=768) → a page of a browser of its own, logged in as `user`.

    The test fails on a request that leaves the live server, a script error, a broken policy or a 5xx.
    """
    contexts, wrong = [], []

    def make(user=None, width: int = 1366, height: int = 768):
        context = chromium_browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": height},
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        context.route("**/*", lambda route: _stay_home(route, live_server.url, wrong))
        context.on("weberror", lambda error: wrong.append(f"script error: {error.error}"))
        context.on("console", lambda message: _note_console(message, wrong))
        context.on("response", lambda answer: _note_answer(answer, wrong))
        if user is not None:
            context.add_cookies([_session_cookie(user, live_server.url)])
        return context.new_page()

    yield make
    for context in contexts:
        context.close()
    assert not wrong, wrong


@pytest.fixture
def page(new_page):
    """One page at 1366 × 768, logged in as nobody."""
    return new_page()


def _stay_home(route, home: str, wrong: list[str]) -> None:
    url = route.request.url
    if url.startswith((home, "data:", "blob:")):
        route.continue_()
    else:
        wrong.append(f"left the server: {url}")
        route.abort()


def _note_console(message, wrong: list[str]) -> None:
    # Chromium repeats each 4xx there as "Failed to load resource"; whether it is right, the test says.
    if message.type == "error" and "Failed to load resource" not in message.text:
        wrong.append(f"console: {message.text}")


def _note_answer(answer, wrong: list[str]) -> None:
    broken_asset = "/static/" in answer.url and answer.status >= 400
    # 503 is a sentence of ours (no Pango); the other 5xx are faults.
    if broken_asset or (answer.status >= 500 and answer.status != 503):
        wrong.append(f"{answer.status}: {answer.url}")


def _session_cookie(user, url: str) -> dict:
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(user)
    return {
        "name": settings.SESSION_COOKIE_NAME,
        "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
        "url": url,
    }
