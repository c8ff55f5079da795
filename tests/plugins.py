"""The ground the tests stand on. Loaded with -p before pytest-django reads the settings."""

import atexit
import os
import shutil
import tempfile

os.environ["EMULATION_MODE"] = "test"
# A folder per process, also for each xdist worker: no test may see or leave anything in the real var/.
os.environ["EMULATION_VAR"] = tempfile.mkdtemp(prefix="emulation-test-")
atexit.register(shutil.rmtree, os.environ["EMULATION_VAR"], ignore_errors=True)
for name in (
    "EMULATION_CLOCK_START",
    "SECRET_KEY",
    "DEBUG",
    "UPLOAD_DIR",
    "EMAIL_URL",
    "ALLOWED_HOSTS",
    "HOST",
):
    os.environ.pop(name, None)
