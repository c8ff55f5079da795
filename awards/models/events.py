"""Who did what, when, on what evidence: append-only, chained by hash per campaign."""

from django.conf import settings
from django.db import models

from campaigns.models import Campaign

from .nominations import Nomination


class AppendOnly(RuntimeError):
    """Somebody tried to change or delete an event through the ORM."""


class EventQuerySet(models.QuerySet):
    def update(self, **kwargs):
        raise AppendOnly("Events are never changed.")

    def delete(self):
        raise AppendOnly("Events are never deleted.")

    def visible_to(self, user):
        return self.filter(nomination__in=Nomination.objects.visible_to(user))


class Event(models.Model):
    """One fact of the campaign. `hash` covers every other column and the previous event's hash."""

    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, related_name="events", verbose_name="đợt thi đua"
    )
    sequence = models.PositiveIntegerField("số thứ tự")
    nomination = models.ForeignKey(
        Nomination,
        on_delete=models.PROTECT,
        related_name="events",
        verbose_name="hồ sơ",
        null=True,
        blank=True,
    )
    verb = models.CharField("việc", max_length=40)
    source = models.CharField("từ trạng thái", max_length=20, blank=True)
    target = models.CharField("đến trạng thái", max_length=20, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="người thực hiện"
    )
    # As they were at that moment: names and posts change.
    actor_name = models.CharField("họ tên", max_length=200)
    actor_role = models.CharField("vai trò", max_length=200)
    at = models.DateTimeField("lúc")
    note = models.TextField("nội dung", blank=True)
    facts = models.JSONField("dữ kiện", default=dict)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = "nhật ký"
        verbose_name_plural = "nhật ký"
        ordering = ["campaign", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "sequence"], name="event_sequence_once"),
        ]
        indexes = [models.Index(fields=["nomination", "sequence"], name="event_of_nomination")]

    def __str__(self):
        return f"{self.campaign_id}#{self.sequence} {self.verb}"

    def save(self, **kwargs):
        if not self._state.adding:
            raise AppendOnly("Events are never changed.")
        super().save(**kwargs)

    def delete(self, **kwargs):
        raise AppendOnly("Events are never deleted.")


class HistoryHead(models.Model):
    """The last link of a campaign's chain, and the row that every change of state locks first."""

    campaign = models.OneToOneField(
        Campaign, on_delete=models.PROTECT, related_name="history_head", verbose_name="đợt thi đua"
    )
    sequence = models.PositiveIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = "đầu chuỗi nhật ký"
        verbose_name_plural = "đầu chuỗi nhật ký"

    def __str__(self):
        return f"{self.campaign_id}#{self.sequence}"
