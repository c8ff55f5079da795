"""The same as wsgi.py, for an asynchronous server."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "emulation.settings")
application = get_asgi_application()

from emulation.checks import require_safe_start  # noqa: E402  (apps must be loaded first)

require_safe_start()
