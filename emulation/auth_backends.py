"""Who may log in, and from where an attempt came."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from awards.permissions import seats_with


class AccountBackend(ModelBackend):
    def user_can_authenticate(self, user) -> bool:
        """Rehearsal passwords are printed: in production they open nothing, old sessions included."""
        return super().user_can_authenticate(user) and not (settings.PRODUCTION and user.is_rehearsal)

    def get_user(self, user_id):
        """With unit, person and department, and the person's seats: nearly every page asks for them."""
        users = (
            get_user_model()
            ._default_manager.select_related("department", "unit__department", "person__unit")
            .prefetch_related(seats_with("person"))
        )
        user = users.filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None


def client_ip(request: HttpRequest) -> str | None:
    """The address axes counts failures by; the forwarded one only where a proxy of ours writes it last."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.BEHIND_PROXY else ""
    return forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR")
