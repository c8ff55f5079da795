"""What holds for every page: closed, framed by us alone, and no script or style from anywhere else."""

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.urls import reverse

from emulation.storage import CompressedStorage

pytestmark = pytest.mark.django_db


def test_a_stranger_is_sent_to_the_login(client):
    response = client.get("/quan-tri/campaigns/")
    assert response.status_code == 302
    assert "/quan-tri/login/" in response["Location"] or "/dang-nhap/" in response["Location"]


@pytest.mark.parametrize("row", ["3:4", "1234:56"])
def test_ticked_rows_are_nothing_typed_to_give_back_after_the_session(client, row):
    response = client.post(reverse("admin:awards_nomination_bulk", args=["receive"]), {"row": row})
    assert response.status_code == 302


def test_the_policy_allows_ourselves_alone(client):
    policy = client.get("/healthz")["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'self'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_bootstrap_and_the_icons_come_from_our_own_server():
    for name in ("bootstrap/css/bootstrap.min.css", "fontawesome/css/all.min.css"):
        assert finders.find(name), name
    assert finders.find("fontawesome/webfonts/fa-solid-900.woff2")
    assert not finders.find("fontawesome/js/all.min.js")


@pytest.mark.postgres
def test_the_migrations_say_what_the_models_say():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_collected_files_are_hashed_and_never_compressed_with_brotli(tmp_path):
    storage = CompressedStorage(location=tmp_path, base_url="/static/")
    compressor = storage.create_compressor(extensions=None, quiet=True)
    assert not compressor.use_brotli
    assert compressor.use_gzip
