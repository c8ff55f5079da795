"""The site with one address more, /san/: the floor that every page is measured against.

The floor is a bare page of Django with one query, for nobody in particular, behind the same middleware.
"""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "emulation.settings")

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import include, path

settings.ROOT_URLCONF = __name__


@login_not_required
def floor(request):
    from campaigns.models import Department

    return HttpResponse(f"<p>{Department.objects.get(code='so-khac').name}</p>")


urlpatterns = [path("san/", floor), path("", include("emulation.urls"))]


def application(environ, start_response):
    from emulation.wsgi import application as whole

    return whole(environ, start_response)
