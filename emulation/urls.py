"""Every address of the site. Pages are closed by default (LoginRequiredMiddleware); /healthz is open."""

from django.contrib import admin
from django.urls import include, path

from emulation.guides import guide
from emulation.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("quan-tri/", admin.site.urls),
    path("huong-dan/", guide, name="guide_of_mine"),
    path("huong-dan/<slug:name>/", guide, name="guide"),
    path("", include("campaigns.urls")),
    path("", include("awards.urls")),
]
