"""Long work that somebody asked for: what, how far it is, and what came of it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from campaigns.models import Campaign, Unit


class BatchQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own: what came of it was read with the rights of the one who asked."""
        if not user.is_authenticated or not user.is_active or user.department_id is None:
            return self.none()
        return self.filter(asked_by=user, campaign__department_id=user.department_id)

    def live(self):
        return self.filter(state__in=Batch.LIVE)


class Batch(models.Model):
    """Work in parts. Only awards.batches writes it; `worker` and `heartbeat` are the lease of who does it now."""

    class What(models.TextChoices):
        # Vietnamese keys, as of the forms of award: a page of an ended session shows what was posted.
        CERTIFICATES = "giay_khen", "Tất cả Giấy khen: một tệp PDF để in"
        CERTIFICATE_FILES = "giay_khen_rieng", "Tất cả Giấy khen: mỗi Giấy khen một tệp (ZIP)"
        DOSSIERS = "ho_so", "Tất cả hồ sơ: tờ trình, biên bản, báo cáo đã trình trong một tệp PDF để in"
        PAPERS = "van_ban", "Mọi văn bản của Đợt thi đua: mỗi văn bản một tệp (ZIP)"
        ARCHIVE = "luu_tru", "Lưu trữ: toàn bộ hồ sơ, minh chứng, lịch sử, danh mục mã băm (ZIP)"

    class State(models.TextChoices):
        QUEUED = "queued", "Đang chờ"
        RUNNING = "running", "Đang lập"
        DONE = "done", "Đã xong"
        # `sentence` says why; the finished parts are kept, and it can go on.
        FAILED = "failed", "Chưa xong"
        CANCELLED = "cancelled", "Đã hủy"

    LIVE = [State.QUEUED, State.RUNNING]
    ENDED = [State.DONE, State.FAILED, State.CANCELLED]

    # The folder of its files: nobody can guess it.
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, related_name="batches", verbose_name="đợt thi đua"
    )
    what = models.CharField("việc", max_length=20, choices=What.choices)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name="đơn vị", null=True, blank=True
    )
    form = models.CharField("định dạng", max_length=10, default="pdf")
    options = models.JSONField("lựa chọn", default=dict)
    # What tells this wish from others: nobody queues the same twice.
    wish = models.CharField(max_length=64, editable=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="người yêu cầu"
    )
    asked_at = models.DateTimeField("yêu cầu lúc")
    state = models.CharField("tình trạng", max_length=10, choices=State.choices, default=State.QUEUED)
    # Fixed when the work begins, so that it can go on after a stop: [{"label", "items", …}].
    parts = models.JSONField(default=list, editable=False)
    total = models.PositiveIntegerField("tổng số", default=0)
    done = models.PositiveIntegerField("đã lập", default=0)
    # What could not be made, and why: [{"ten", "vi_sao"}].
    missing = models.JSONField(default=list, editable=False)
    sentence = models.TextField("lý do chưa xong", blank=True)
    worker = models.CharField(max_length=64, blank=True, editable=False)
    heartbeat = models.DateTimeField(null=True, editable=False)
    started_at = models.DateTimeField("bắt đầu lúc", null=True, editable=False)
    finished_at = models.DateTimeField("kết thúc lúc", null=True, editable=False)
    file_name = models.CharField("tên tệp", max_length=200, blank=True, editable=False)
    file_size = models.BigIntegerField("dung lượng (byte)", null=True, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    removed_at = models.DateTimeField("xóa tệp lúc", null=True, editable=False)

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = "việc lập hàng loạt"
        verbose_name_plural = "lập hàng loạt"
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["state", "asked_at"], name="batch_queue")]
        constraints = [
            models.UniqueConstraint(
                fields=["asked_by", "campaign", "wish"],
                condition=Q(state__in=["queued", "running"]),
                name="nobody_queues_the_same_twice",
            ),
            models.CheckConstraint(condition=Q(done__lte=F("total")), name="batch_is_done_at_most_once"),
            models.CheckConstraint(
                condition=Q(state__in=["queued", "running"], finished_at__isnull=True)
                | Q(state__in=["done", "failed", "cancelled"], finished_at__isnull=False),
                name="ended_batch_has_an_end",
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | (~Q(file_name="") & ~Q(sha256="") & Q(file_size__isnull=False)),
                name="done_batch_has_a_file",
            ),
            models.CheckConstraint(
                condition=~Q(state="failed") | ~Q(sentence=""), name="failed_batch_says_why"
            ),
        ]

    def __str__(self):
        where = f" của {self.unit.name}" if self.unit else ""
        return f"{self.get_what_display()}{where}"

    @property
    def is_live(self):
        return self.state in self.LIVE
