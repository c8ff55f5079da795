"""What was announced: the plan as rows. Every row names the plan's section it comes from."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from campaigns import rules

from .organisation import Department


class NomineeKind(models.TextChoices):
    COLLECTIVE = "collective", "Tập thể"
    INDIVIDUAL = "individual", "Cá nhân"


class CampaignQuerySet(models.QuerySet):
    def visible_to(self, user):
        if not user.is_authenticated or user.department_id is None:
            return self.none()
        return self.filter(department_id=user.department_id)


class Campaign(models.Model):
    """One đợt thi đua under one plan. Its phase is never stored: see campaigns.deadlines."""

    class Ballot(models.TextChoices):
        SECRET = "secret", "Bỏ phiếu kín"
        HANDS = "hands", "Biểu quyết"

    class Denominator(models.TextChoices):
        TOTAL = "total", "Tổng số thành viên Hội đồng"
        PRESENT = "present", "Số thành viên tham gia (có mặt và gửi ý kiến)"

    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="campaigns", verbose_name="cơ quan"
    )
    code = models.SlugField("mã", max_length=40, unique=True)
    reference_prefix = models.CharField("tiền tố mã hồ sơ", max_length=20, unique=True)
    title = models.TextField("tên Đợt thi đua")
    plan_number = models.CharField("số kế hoạch", max_length=20, blank=True)
    plan_symbol = models.CharField("ký hiệu kế hoạch", max_length=40)
    plan_date = models.DateField("ngày ký kế hoạch", null=True, blank=True)
    # The rehearsal fills the blank number of the plan; such a number must never pass for a real one.
    plan_number_is_sample = models.BooleanField("số kế hoạch là số mẫu", default=False, editable=False)
    plan_signer = models.CharField("người ký kế hoạch", max_length=200)
    plan_signer_title = models.CharField("chức vụ người ký", max_length=200)
    starts_on = models.DateField("bắt đầu")
    ends_on = models.DateField("kết thúc (hết ngày)")
    deadline_at = models.DateTimeField(
        "thời điểm hết hạn nộp hồ sơ",
        help_text="Thời điểm đầu tiên bị coi là muộn. “Trước ngày 05/01/2024” là 00:00 ngày 05/01/2024.",
    )
    deadline_section = models.CharField("mục của kế hoạch", max_length=40)
    participants_section = models.CharField("mục của kế hoạch về đối tượng", max_length=40)
    awards_section = models.CharField("mục của kế hoạch về khen thưởng", max_length=40)
    form_regime = models.ForeignKey(
        "campaigns.LegalRegime",
        on_delete=models.PROTECT,
        verbose_name="chế độ của mẫu báo cáo",
        related_name="+",
    )
    unit_quota = models.PositiveSmallIntegerField(
        "số đề cử tối đa của mỗi đơn vị", default=1, validators=[MinValueValidator(1)]
    )
    department_quota = models.PositiveSmallIntegerField(
        "số đề cử tối đa của toàn Sở", default=1, validators=[MinValueValidator(1)]
    )
    province_quota = models.PositiveSmallIntegerField("số Bằng khen tối đa Sở đề nghị Chủ tịch UBND tỉnh")
    # Forms of award that a unit, or the department's own slot, may ask for (plan III.2.2a, docs/domain.md A5-A7).
    unit_forms = models.JSONField("hình thức đơn vị được đề nghị", default=list)
    department_forms = models.JSONField("hình thức toàn Sở được đề nghị", default=list)
    quota_section = models.CharField("mục của kế hoạch về số lượng", max_length=40)
    # A unit's review meeting: our proposal, shown as a warning only (docs/domain.md A28).
    meeting_quorum_numerator = models.PositiveSmallIntegerField("tử số tỷ lệ họp của đơn vị", default=2)
    meeting_quorum_denominator = models.PositiveSmallIntegerField(
        "mẫu số tỷ lệ họp của đơn vị", default=3, validators=[MinValueValidator(1)]
    )
    meeting_threshold_percent = models.PositiveSmallIntegerField(
        "tỷ lệ đồng ý phải vượt tại cuộc họp của đơn vị (%)", default=50
    )
    return_reason_length = models.PositiveSmallIntegerField("độ dài tối thiểu của lý do (ký tự)", default=20)
    head_submits = models.BooleanField("chỉ lãnh đạo đơn vị được trình", default=False)
    signed_papers_required = models.BooleanField(
        "phải gắn bản ký của ba văn bản mới trình được",
        default=False,
        help_text="Kế hoạch không nêu. Khi bật, hồ sơ chỉ trình được khi mỗi văn bản có bản ký đúng với nội dung đang soạn.",
    )
    individual_clauses = models.CharField(
        "cá nhân phải đạt",
        max_length=3,
        choices=[("all", "tất cả các ý của tiêu chí"), ("any", "ít nhất một ý")],
        default="all",
    )
    quorum_numerator = models.PositiveSmallIntegerField("tử số tỷ lệ họp", default=2)
    quorum_denominator = models.PositiveSmallIntegerField(
        "mẫu số tỷ lệ họp", default=3, validators=[MinValueValidator(1)]
    )
    vote_denominator = models.CharField(
        "tỷ lệ phiếu tính trên", max_length=10, choices=Denominator.choices, default=Denominator.TOTAL
    )
    ballot = models.CharField("cách bỏ phiếu", max_length=10, choices=Ballot.choices, default=Ballot.SECRET)
    tie_break = models.JSONField("thứ tự phân định khi bằng điểm", default=list)
    council_source = models.TextField("nguồn của quy tắc Hội đồng")
    # The plan cites none, and nobody else can know it; blank, the decision has blanks to fill.
    functions_citation = models.TextField(
        "căn cứ chức năng, nhiệm vụ của Sở",
        blank=True,
        help_text="Văn bản quy định chức năng, nhiệm vụ, quyền hạn của Sở, viết như sẽ in sau chữ “Căn cứ” của Quyết định "
        "tặng Giấy khen: loại văn bản, số, ngày, cơ quan ban hành, trích yếu.",
    )
    # Decree 30/2020, appendices V and VI: from the agency's own list of files; nobody else can know them.
    file_notation = models.CharField(
        "số, ký hiệu hồ sơ lưu trữ",
        max_length=20,
        blank=True,
        help_text="Số và ký hiệu trong Danh mục hồ sơ của cơ quan, ví dụ 05-TĐKT.",
    )
    file_rights = models.CharField(
        "chế độ sử dụng hồ sơ", max_length=30, blank=True, help_text="Ví dụ: Hạn chế, Không hạn chế."
    )
    source_note = models.TextField("ghi chú về văn bản gốc", blank=True)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = "đợt thi đua"
        verbose_name_plural = "đợt thi đua"
        ordering = ["-starts_on", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="campaign_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(quorum_numerator__gt=0)
                & Q(quorum_denominator__gt=0)
                & Q(quorum_numerator__lte=F("quorum_denominator")),
                name="quorum_is_a_share",
            ),
        ]

    def __str__(self):
        return self.title

    def clean(self):
        rules.refuse(rules.problems_of_campaign(self, forms=AwardForm.Code.values))

    @property
    def plan_is_numbered(self):
        return bool(self.plan_number and self.plan_date)

    @property
    def plan_reference(self):
        """ "05/KH-STTT", or "…/KH-STTT" while the number is blank (docs/domain.md A2)."""
        return f"{self.plan_number or '…'}/{self.plan_symbol}"


class PlanRow(models.Model):
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, verbose_name="đợt thi đua")
    order = models.PositiveSmallIntegerField("thứ tự")
    section = models.CharField("mục của kế hoạch", max_length=40)

    class Meta:
        abstract = True
        ordering = ["campaign", "order"]


class LegalDocument(PlanRow):
    """A document cited by the plan."""

    code = models.SlugField("mã", max_length=40)
    kind = models.CharField("loại văn bản", max_length=60)
    number = models.CharField("số, ký hiệu", max_length=60)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    issuer = models.CharField("cơ quan ban hành", max_length=200)
    subject = models.TextField("trích yếu")
    purpose = models.TextField("được dẫn để làm gì")
    # The provincial plan that this plan implements.
    is_parent_plan = models.BooleanField("là kế hoạch cấp trên", default=False)

    class Meta(PlanRow.Meta):
        verbose_name = "văn bản được dẫn"
        verbose_name_plural = "văn bản được dẫn"
        default_related_name = "documents"
        constraints = [
            models.UniqueConstraint(fields=["campaign", "code"], name="document_code_once_per_campaign"),
        ]

    def __str__(self):
        return f"{self.kind} số {self.number}"


class ContentItem(PlanRow):
    """One of the plan's contents (nội dung thi đua), in our own concise words."""

    code = models.SlugField("mã", max_length=20)
    text = models.TextField("nội dung")
    documents = models.ManyToManyField(LegalDocument, verbose_name="văn bản", blank=True)

    class Meta(PlanRow.Meta):
        verbose_name = "nội dung thi đua"
        verbose_name_plural = "nội dung thi đua"
        default_related_name = "contents"
        constraints = [
            models.UniqueConstraint(fields=["campaign", "code"], name="content_code_once_per_campaign"),
        ]

    def __str__(self):
        return f"{self.code}. {self.text}"


class AwardForm(PlanRow):
    """A form of award of the plan, with the Council's threshold for it."""

    class Code(models.TextChoices):
        GIAY_KHEN = "giay_khen", "Giấy khen"
        BANG_KHEN = "bang_khen", "Bằng khen"

    code = models.CharField("mã", max_length=20, choices=Code.choices)
    name = models.CharField("tên đầy đủ", max_length=200)
    authority = models.CharField("người quyết định", max_length=200)
    threshold_percent = models.PositiveSmallIntegerField("tỷ lệ phiếu (%)")
    threshold_is_strict = models.BooleanField("phải vượt tỷ lệ", default=False)
    threshold_source = models.CharField("nguồn của tỷ lệ", max_length=300)
    # How long the file of such an award is kept: of the law on archives, and so with its source.
    retention = models.CharField(
        "thời hạn bảo quản hồ sơ", max_length=30, blank=True, help_text="Ví dụ: 10 năm, Vĩnh viễn."
    )
    retention_source = models.CharField("nguồn của thời hạn bảo quản", max_length=300, blank=True)

    class Meta(PlanRow.Meta):
        verbose_name = "hình thức khen thưởng"
        verbose_name_plural = "hình thức khen thưởng"
        default_related_name = "award_forms"
        constraints = [
            models.UniqueConstraint(fields=["campaign", "code"], name="award_form_once_per_campaign"),
            models.CheckConstraint(
                condition=Q(threshold_percent__gte=1, threshold_percent__lte=100),
                name="threshold_is_a_percentage",
            ),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        rules.refuse(rules.problems_of_award_form(self))


class DossierPart(PlanRow):
    """A paper of the dossier (plan III.2.2b)."""

    class Code(models.TextChoices):
        LETTER = "letter", "Tờ trình"
        MINUTES = "minutes", "Biên bản họp xét"
        REPORT = "report", "Báo cáo thành tích"

    code = models.CharField("mã", max_length=20, choices=Code.choices)
    name = models.CharField("tên", max_length=200)
    form_name = models.CharField("mẫu", max_length=200, blank=True)

    class Meta(PlanRow.Meta):
        verbose_name = "thành phần hồ sơ"
        verbose_name_plural = "thành phần hồ sơ"
        default_related_name = "parts"
        constraints = [
            models.UniqueConstraint(fields=["campaign", "code"], name="part_once_per_campaign"),
        ]

    def __str__(self):
        return self.name


class PlanRecipient(PlanRow):
    """A line of the plan's Nơi nhận."""

    text = models.CharField("nơi nhận", max_length=200)

    class Meta(PlanRow.Meta):
        verbose_name = "nơi nhận"
        verbose_name_plural = "nơi nhận"
        default_related_name = "recipients"

    def __str__(self):
        return self.text


class Resolution(PlanRow):
    """How an ambiguity of the plan was settled: "Ghi chú chuẩn hóa" (docs/domain.md 5.4)."""

    code = models.SlugField("mã", max_length=10)
    problem = models.TextField("vấn đề trong kế hoạch")
    settlement = models.TextField("cách chuẩn hóa")

    class Meta(PlanRow.Meta):
        verbose_name = "ghi chú chuẩn hóa"
        verbose_name_plural = "ghi chú chuẩn hóa"
        default_related_name = "resolutions"
        constraints = [
            models.UniqueConstraint(fields=["campaign", "code"], name="resolution_code_once_per_campaign"),
        ]

    def __str__(self):
        return f"{self.code}. {self.problem}"
