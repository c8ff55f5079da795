"""What gunicorn serves. It refuses to start where the checks of `emulation.checks` find it unsafe."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "emulation.settings")
application = get_wsgi_application()

from emulation.checks import require_safe_start  # noqa: E402  (apps must be loaded first)

require_safe_start()
