"""What is sent: the three papers as typed, the evidence, and what was sealed at each submission."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from campaigns.models import Clause, DossierPart

from .nominations import Nomination


class Paper(models.Model):
    """A paper while it is being typed. `version` tells a second tab that it is no longer the newest."""

    nomination = models.OneToOneField(Nomination, on_delete=models.PROTECT, verbose_name="hồ sơ")
    version = models.PositiveIntegerField(default=0, editable=False)
    saved_at = models.DateTimeField("lưu lúc", null=True, editable=False)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, editable=False
    )

    class Meta:
        abstract = True


class Letter(Paper):
    """Tờ trình đề nghị khen thưởng (docs/domain.md 2.4, A16)."""

    class Authority(models.TextChoices):
        HEAD = "", "Người đứng đầu trực tiếp ký"
        DEPUTY = "KT.", "KT. (cấp phó ký thay)"
        ORDER = "TL.", "TL. (thừa lệnh)"
        MANDATE = "TUQ.", "TUQ. (thừa ủy quyền)"
        ACTING = "Q.", "Q. (quyền)"

    number = models.CharField("số", max_length=20, blank=True, help_text="Để trống nếu đơn vị chưa lấy số.")
    issued_on = models.DateField("ngày ký", null=True, blank=True)
    addressee = models.TextField("kính gửi", blank=True)
    reasons = models.TextField(
        "quá trình bình xét và lý do đề nghị",
        blank=True,
        help_text="Nêu quá trình triển khai, kết quả họp xét và vì sao chọn tập thể, cá nhân này.",
    )
    achievements = models.TextField(
        "tóm tắt thành tích", blank=True, help_text="Hai đến năm dòng, có số liệu; dùng trong danh sách."
    )
    recipients = models.TextField("nơi nhận", blank=True, help_text="Mỗi dòng một nơi nhận.")
    signer_authority = models.CharField("thể thức ký", max_length=5, choices=Authority.choices, blank=True)
    signer_title = models.CharField("chức vụ người ký", max_length=200, blank=True)
    signer_name = models.CharField("họ tên người ký", max_length=200, blank=True)

    class Meta:
        verbose_name = "tờ trình"
        verbose_name_plural = "tờ trình"
        default_related_name = "letter"

    def __str__(self):
        return f"Tờ trình {self.nomination.reference}"


class Minutes(Paper):
    """Biên bản cuộc họp xét khen thưởng của đơn vị (docs/domain.md 2.4, A28)."""

    number = models.CharField("số", max_length=20, blank=True, help_text="Để trống nếu đơn vị chưa lấy số.")
    started_at = models.DateTimeField("bắt đầu lúc", null=True, blank=True)
    ended_at = models.DateTimeField("kết thúc lúc", null=True, blank=True)
    place = models.CharField("địa điểm", max_length=300, blank=True)
    chair_name = models.CharField("chủ trì", max_length=200, blank=True)
    chair_title = models.CharField("chức vụ chủ trì", max_length=200, blank=True)
    secretary_name = models.CharField("thư ký", max_length=200, blank=True)
    secretary_title = models.CharField("chức vụ thư ký", max_length=200, blank=True)
    total_staff = models.PositiveSmallIntegerField("tổng số người được triệu tập", null=True, blank=True)
    present = models.PositiveSmallIntegerField("có mặt", null=True, blank=True)
    absent = models.PositiveSmallIntegerField("vắng mặt", null=True, blank=True)
    absent_reason = models.TextField("họ tên, lý do vắng", blank=True)
    discussion = models.TextField("diễn biến cuộc họp", blank=True)
    conclusion = models.TextField("kết luận", blank=True)

    class Meta:
        verbose_name = "biên bản họp xét"
        verbose_name_plural = "biên bản họp xét"
        default_related_name = "minutes"

    def __str__(self):
        return f"Biên bản {self.nomination.reference}"


class MinutesVote(models.Model):
    """A row of the vote table of the minutes. The nominee's row is marked; others were considered too."""

    minutes = models.ForeignKey(
        Minutes, on_delete=models.CASCADE, related_name="votes", verbose_name="biên bản"
    )
    order = models.PositiveSmallIntegerField("thứ tự", default=1)
    candidate = models.CharField("tập thể, cá nhân", max_length=300)
    is_nominee = models.BooleanField("được đề nghị", default=False)
    yes = models.PositiveSmallIntegerField("đồng ý")
    no = models.PositiveSmallIntegerField("không đồng ý")
    blank = models.PositiveSmallIntegerField("không có ý kiến", default=0)

    class Meta:
        verbose_name = "kết quả biểu quyết"
        verbose_name_plural = "kết quả biểu quyết"
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["minutes"], condition=Q(is_nominee=True), name="one_nominee_row_per_minutes"
            ),
        ]

    def __str__(self):
        return self.candidate


class Report(Paper):
    """Báo cáo thành tích, Mẫu số 07 of Decree 91/2017 (docs/domain.md 1.2): one form, two kinds of nominee."""

    issued_on = models.DateField("ngày ký", null=True, blank=True)
    # I. of a collective
    address = models.CharField("trụ sở chính", max_length=300, blank=True)
    phone = models.CharField("điện thoại", max_length=50, blank=True)
    fax = models.CharField("fax", max_length=50, blank=True)
    website = models.CharField("trang tin điện tử", max_length=200, blank=True)
    founding = models.TextField("quá trình thành lập và phát triển", blank=True)
    structure = models.TextField("cơ cấu tổ chức, tổng số cán bộ", blank=True)
    organisations = models.TextField("tổ chức đảng, đoàn thể", blank=True)
    functions = models.TextField("chức năng, nhiệm vụ", blank=True)
    # I. of an individual
    alias = models.CharField("bí danh, tên gọi khác", max_length=200, blank=True)
    date_of_birth = models.DateField("ngày sinh", null=True, blank=True)
    gender = models.CharField("giới tính", max_length=10, choices=[("nam", "Nam"), ("nu", "Nữ")], blank=True)
    native_place = models.CharField("quê quán", max_length=300, blank=True)
    residence = models.CharField("nơi thường trú", max_length=300, blank=True)
    occupation = models.CharField("nghề nghiệp", max_length=200, blank=True)
    qualification = models.CharField("trình độ chuyên môn", max_length=200, blank=True)
    # II. of both: what was achieved in this campaign
    duties = models.TextField("nhiệm vụ được giao", blank=True)
    measures = models.TextField("biện pháp, giải pháp đã thực hiện", blank=True)
    results = models.TextField("kết quả đạt được, có số liệu so sánh", blank=True)
    effect = models.TextField("tác dụng, phạm vi ảnh hưởng", blank=True)
    initiatives = models.TextField("sáng kiến, giải pháp và văn bản công nhận", blank=True)
    # III. optional in the short form
    prior_awards = models.TextField("khen thưởng đã nhận", blank=True)
    reporter_title = models.CharField("chức vụ người ký báo cáo", max_length=200, blank=True)
    reporter_name = models.CharField("người ký báo cáo", max_length=200, blank=True)
    confirmer_title = models.CharField("chức vụ người xác nhận", max_length=200, blank=True)
    confirmer_name = models.CharField("người xác nhận", max_length=200, blank=True)

    class Meta:
        verbose_name = "báo cáo thành tích"
        verbose_name_plural = "báo cáo thành tích"
        default_related_name = "report"

    def __str__(self):
        return f"Báo cáo {self.nomination.reference}"


def evidence_path(evidence, filename):
    """A random name: nothing of what the uploader typed reaches the disk."""
    return f"evidence/{uuid.uuid4().hex}"


class EvidenceQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(nomination__in=Nomination.objects.visible_to(user))

    def kept(self):
        return self.filter(removed_at__isnull=True)


class Evidence(models.Model):
    """An upload. Judged by content, stored under a random name, served as an attachment only."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    nomination = models.ForeignKey(
        Nomination, on_delete=models.PROTECT, related_name="evidence", verbose_name="hồ sơ"
    )
    clause = models.ForeignKey(
        Clause,
        on_delete=models.PROTECT,
        related_name="uploads",
        verbose_name="ý của tiêu chí",
        null=True,
        blank=True,
    )
    description = models.CharField("nội dung, số và ngày văn bản", max_length=300)
    dated_on = models.DateField("ngày của tài liệu", null=True, blank=True)
    file = models.FileField("tệp", upload_to=evidence_path, max_length=100)
    original_name = models.CharField("tên tệp", max_length=255, editable=False)
    content_type = models.CharField(max_length=100, editable=False)
    size = models.PositiveIntegerField("dung lượng (byte)", editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    uploaded_at = models.DateTimeField("tải lên lúc", editable=False)
    # Removed from the dossier, never from the disk: an earlier submission may have shown it.
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, editable=False
    )

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = "tài liệu kiểm chứng"
        verbose_name_plural = "tài liệu kiểm chứng"
        ordering = ["uploaded_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(size__gt=0), name="evidence_is_not_empty"),
        ]

    def __str__(self):
        return self.original_name


class Submission(models.Model):
    """One sending of the dossier, with everything that was in it: the Council reads what was sent."""

    nomination = models.ForeignKey(
        Nomination, on_delete=models.PROTECT, related_name="submissions", verbose_name="hồ sơ"
    )
    number = models.PositiveSmallIntegerField("lần trình")
    # "BK23-007/1": printed on the receipt.
    receipt = models.CharField("số biên nhận", max_length=50, unique=True)
    submitted_at = models.DateTimeField("trình lúc")
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="người trình"
    )
    is_late = models.BooleanField("nộp muộn", default=False)
    # The dossier as text (awards.snapshots.dossier), and the digest of its canonical JSON.
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = "lần trình hồ sơ"
        verbose_name_plural = "lần trình hồ sơ"
        ordering = ["nomination", "number"]
        constraints = [
            models.UniqueConstraint(fields=["nomination", "number"], name="submission_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="submission_counts_from_one"),
        ]

    def __str__(self):
        return self.receipt


def sealed_path(paper, filename):
    return f"sealed/{uuid.uuid4().hex}.pdf"


class SealedPaperQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(submission__nomination__in=Nomination.objects.visible_to(user))


class SealedPaper(models.Model):
    """A PDF made at submission; its bytes never change again."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, related_name="papers", verbose_name="lần trình"
    )
    part = models.CharField("văn bản", max_length=20, choices=DossierPart.Code.choices)
    file = models.FileField(upload_to=sealed_path, max_length=100)
    size = models.PositiveIntegerField("dung lượng (byte)")
    sha256 = models.CharField(max_length=64)

    objects = SealedPaperQuerySet.as_manager()

    class Meta:
        verbose_name = "văn bản đã niêm phong"
        verbose_name_plural = "văn bản đã niêm phong"
        ordering = ["submission", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "part"], name="each_part_sealed_once"),
            models.CheckConstraint(condition=Q(size__gt=0), name="sealed_paper_is_not_empty"),
        ]

    def __str__(self):
        return f"{self.get_part_display()} {self.submission.receipt}"
