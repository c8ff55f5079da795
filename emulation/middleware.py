"""The gates every request passes: well-formed, logged in, and with a password of one's own."""

import re

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse

# Never shown back, whoever posted it.
SECRET = ("password", "csrfmiddlewaretoken", "mat_khau")
# Ticked, not typed: a row of a list as key:version.
ROW = re.compile(r"\d+:\d+")
SESSION_OVER = "Phiên đăng nhập đã hết nên nội dung chưa được lưu lên máy chủ. Hãy đăng nhập lại ở một thẻ khác rồi lưu tiếp."


class NoNullBytes:
    """PostgreSQL stores no null byte and no address of ours has one: such a request is a probe, not a person."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("a null byte in the address")
        return self.get_response(request)


def wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


class LoginRequired(LoginRequiredMiddleware):
    """A page that nobody is logged in for. What was typed must survive the end of a session (docs/domain.md 3.5)."""

    def handle_no_permission(self, request, view_func):
        if wants_json(request):
            return JsonResponse({"login": reverse("login"), "sentence": SESSION_OVER}, status=401)
        if request.method == "POST" and typed(request):
            return render(
                request, "401.html", {"typed": typed(request), "sentence": SESSION_OVER}, status=401
            )
        return super().handle_no_permission(request, view_func)


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    return [
        (name, text)
        for name, texts in request.POST.lists()
        for text in texts
        if len(text.strip()) > 3
        and not ROW.fullmatch(text)
        and not name.startswith(SECRET)
        and "password" not in name
    ]


class PasswordChangeRequired:
    """An account with a password that others know does nothing but change it."""

    OPEN = {"password_change", "logout", "login", "healthz"}

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if user.is_authenticated and user.must_change_password and not self._is_open(request):
            if wants_json(request):
                return JsonResponse(
                    {"login": reverse("password_change"), "sentence": "Hãy đổi mật khẩu trước."}, status=401
                )
            return redirect("password_change")
        return self.get_response(request)

    def _is_open(self, request):
        if request.path_info.startswith("/static/"):
            return True
        try:
            return resolve(request.path_info).url_name in self.OPEN
        except Resolver404:
            return False
