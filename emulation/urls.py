"""Every address of the site. Pages are closed by default (LoginRequiredMiddleware); /healthz is open."""

from django.contrib import admin
from django.urls import include, path

from emulation.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("quan-tri/", admin.site.urls),
    path("", include("campaigns.urls")),
    path("", include("awards.urls")),
]
