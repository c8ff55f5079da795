"""Who is proposed for what, and where the proposal stands."""

from django.conf import settings
from django.db import models
from django.db.models import Case, Q, Value, When
from django.db.models.functions import Coalesce

from campaigns.models import AwardForm, Campaign, Person, Unit
from campaigns.models.campaign import NomineeKind


class CouncilMember(models.Model):
    """A seat on the campaign's Council (docs/domain.md 1.5). The seat is the person's, not the account's."""

    class Role(models.TextChoices):
        CHAIR = "chair", "Chủ tịch Hội đồng"
        VICE = "vice", "Phó Chủ tịch Hội đồng"
        SECRETARY = "secretary", "Ủy viên kiêm Thư ký"
        MEMBER = "member", "Ủy viên"

    # They may act for the Office on the Office's own dossiers (docs/domain.md A11).
    LEADS = [Role.CHAIR, Role.VICE, Role.SECRETARY]
    # They run sessions and record what the Council decided; of each there is one.
    PRESIDING = [Role.CHAIR, Role.SECRETARY]

    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, related_name="council", verbose_name="đợt thi đua"
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="seats", verbose_name="thành viên"
    )
    role = models.CharField("chức danh", max_length=20, choices=Role.choices, default=Role.MEMBER)
    order = models.PositiveSmallIntegerField("thứ tự", default=100)
    is_active = models.BooleanField("đang tham gia", default=True)

    class Meta:
        verbose_name = "thành viên Hội đồng"
        verbose_name_plural = "thành viên Hội đồng"
        ordering = ["campaign", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "person"], name="one_seat_per_person"),
            models.UniqueConstraint(
                fields=["campaign"], condition=Q(role="chair", is_active=True), name="one_chair_per_council"
            ),
            models.UniqueConstraint(
                fields=["campaign"],
                condition=Q(role="secretary", is_active=True),
                name="one_secretary_per_council",
            ),
        ]

    def __str__(self):
        return f"{self.person.full_name} ({self.get_role_display()})"

    @property
    def presides(self):
        return self.role in self.PRESIDING


class NominationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The rows this account may see at all; what it may do with them is awards.permissions.

        A unit sees its own; the Office, the Director and the administrator see the department's, drafts
        included (docs/domain.md 3.6: who cannot see the draft cannot help). A member who sits on the
        Council of the campaign sees what has been accepted.
        """
        if not user.is_authenticated or not user.is_active or user.department_id is None:
            return self.none()
        mine = self.filter(campaign__department_id=user.department_id)
        if user.sees_department:
            return mine
        seen = Q(unit_id__in=user.unit_ids) if user.writes_for_unit else Q(pk=None)
        if user.person_id:
            seats = CouncilMember.objects.filter(person_id=user.person_id, is_active=True)
            seen |= Q(campaign__in=seats.values("campaign"), status__in=Nomination.BEFORE_THE_COUNCIL)
            # The Office's own dossiers are received by a Council officer from elsewhere (docs/domain.md A11).
            seen |= Q(
                campaign__in=seats.filter(role__in=CouncilMember.LEADS).values("campaign"),
                unit__kind__in=[Unit.Kind.OFFICE, Unit.Kind.WHOLE],
                first_submitted_at__isnull=False,
            )
        return mine.filter(seen)

    def live(self):
        return self.exclude(status=Nomination.Status.WITHDRAWN)

    def with_names(self):
        """What a list row shows, in one query."""
        return self.select_related("campaign", "campaign__department", "unit", "person")

    def in_list_order(self, form=""):
        """The one order of every official list: decisions, agendas, papers, spreadsheets (docs/domain.md 4.3).

        Collectives first; Bằng khen before Giấy khen where a list holds both (`form` names the column that says
        which); then by post, leaders first, by unit, and by name.
        """
        post = Case(
            When(kind=NomineeKind.INDIVIDUAL, then=Coalesce("person__order", Value(_LAST))), default=Value(0)
        )
        forms = [_ranked(form, (AwardForm.Code.BANG_KHEN, AwardForm.Code.GIAY_KHEN))] if form else []
        kinds = _ranked("kind", (NomineeKind.COLLECTIVE, NomineeKind.INDIVIDUAL))
        return self.order_by(kinds, *forms, post, "unit__order", "sort_key", "pk")


# Behind every order that a column of PositiveSmallIntegerField can hold.
_LAST = 32767


def _ranked(name, values):
    return Case(
        *(When(**{name: value}, then=Value(at)) for at, value in enumerate(values)), default=Value(_LAST)
    )


class Nomination(models.Model):
    """One proposal of one nominee by one unit (plan III.2.2a). Only awards.workflow writes `status`."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Đang soạn"
        # Sent by the unit; the Office has not opened it; the unit may still recall it.
        SUBMITTED = "submitted", "Đã trình"
        RECEIVED = "received", "Đã tiếp nhận"
        # Sent back by the Office with a reason; the unit corrects and submits again.
        RETURNED = "returned", "Bị trả lại"
        # Complete and right; waits for the Council.
        ACCEPTED = "accepted", "Hồ sơ hợp lệ"
        RECOMMENDED = "recommended", "Hội đồng đề nghị khen"
        NOT_RECOMMENDED = "not_recommended", "Hội đồng không đề nghị"
        # Bằng khen only: proposed to the Chairman of the province.
        FORWARDED = "forwarded", "Đã trình Chủ tịch UBND tỉnh"
        AWARDED = "awarded", "Đã khen thưởng"
        NOT_AWARDED = "not_awarded", "Không khen thưởng"
        REVOKED = "revoked", "Đã hủy khen thưởng"
        WITHDRAWN = "withdrawn", "Đã rút"

    # Once accepted, the Council may read it for good (the inspector comes two years later).
    BEFORE_THE_COUNCIL = [
        Status.ACCEPTED,
        Status.RECOMMENDED,
        Status.NOT_RECOMMENDED,
        Status.FORWARDED,
        Status.AWARDED,
        Status.NOT_AWARDED,
        Status.REVOKED,
    ]
    EDITABLE = [Status.DRAFT, Status.RETURNED]
    # Nothing more is decided about these: the file is closed.
    ENDED = [
        Status.NOT_RECOMMENDED,
        Status.AWARDED,
        Status.NOT_AWARDED,
        Status.REVOKED,
        Status.WITHDRAWN,
    ]

    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, related_name="nominations", verbose_name="đợt thi đua"
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="nominations", verbose_name="đơn vị"
    )
    number = models.PositiveIntegerField("số thứ tự hồ sơ", editable=False)
    reference = models.CharField("mã hồ sơ", max_length=40, unique=True, editable=False)
    # The quota is data (campaign.unit_quota); the database holds one live nomination per slot, so that two
    # clerks pressing at once cannot exceed it.
    slot = models.PositiveSmallIntegerField("suất đề cử", default=1, editable=False)
    kind = models.CharField("đối tượng", max_length=20, choices=NomineeKind.choices)
    person = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        related_name="nominations",
        verbose_name="cá nhân",
        null=True,
        blank=True,
    )
    award_form = models.CharField("hình thức đề nghị", max_length=20, choices=AwardForm.Code.choices)
    # What the unit asked for, kept when the Council turns a Bằng khen into a Giấy khen (docs/domain.md A14).
    asked_form = models.CharField(
        "hình thức đơn vị đề nghị", max_length=20, choices=AwardForm.Code.choices, editable=False
    )
    # Plan II.2: individuals must advise on or carry out this work directly; confirmed by the unit head.
    is_direct_worker = models.BooleanField("trực tiếp tham mưu, thực hiện nhiệm vụ", default=False)
    direct_work_note = models.CharField("công việc trực tiếp tham mưu", max_length=500, blank=True)
    status = models.CharField(
        "trạng thái", max_length=20, choices=Status.choices, default=Status.DRAFT, editable=False
    )
    status_changed_at = models.DateTimeField("đổi trạng thái lúc", editable=False)
    # Rises with every status change: a step taken from a stale page is refused.
    version = models.PositiveIntegerField(default=1, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="người lập"
    )
    created_at = models.DateTimeField("lập lúc", editable=False)
    first_submitted_at = models.DateTimeField("trình lần đầu lúc", null=True, blank=True, editable=False)
    # Marked for ever once a submission came at or after the deadline (docs/domain.md A3).
    is_late = models.BooleanField("nộp muộn", default=False, editable=False)
    self_total = models.DecimalField(
        "điểm tự chấm", max_digits=5, decimal_places=2, null=True, blank=True, editable=False
    )
    sort_key = models.CharField(max_length=600, editable=False)
    search_key = models.CharField(max_length=600, editable=False)

    objects = NominationQuerySet.as_manager()

    class Meta:
        verbose_name = "hồ sơ đề nghị khen thưởng"
        verbose_name_plural = "hồ sơ đề nghị khen thưởng"
        ordering = ["-status_changed_at", "pk"]
        indexes = [
            models.Index(fields=["campaign", "status", "status_changed_at"], name="nomination_queue"),
            models.Index(fields=["unit", "campaign"], name="nomination_of_unit"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "number"], name="nomination_number_once"),
            models.UniqueConstraint(
                fields=["campaign", "unit", "slot"],
                condition=~Q(status="withdrawn"),
                name="one_live_nomination_per_unit_slot",
            ),
            models.UniqueConstraint(
                fields=["campaign", "person"],
                condition=~Q(status="withdrawn") & Q(person__isnull=False),
                name="one_live_proposal_per_nominee",
            ),
            models.UniqueConstraint(
                fields=["campaign", "unit"],
                condition=~Q(status="withdrawn") & Q(kind="collective"),
                name="one_live_proposal_per_collective",
            ),
            models.CheckConstraint(
                condition=(Q(kind="individual") & Q(person__isnull=False))
                | (Q(kind="collective") & Q(person__isnull=True)),
                name="individual_has_a_person",
            ),
            # A Giấy khen never becomes a Bằng khen (docs/domain.md A14).
            models.CheckConstraint(
                condition=~Q(asked_form="giay_khen") | Q(award_form="giay_khen"),
                name="giay_khen_is_never_raised",
            ),
        ]

    def __str__(self):
        return f"{self.reference} – {self.nominee_name}"

    @property
    def nominee_name(self):
        return self.person.full_name if self.kind == NomineeKind.INDIVIDUAL else self.unit.name

    @property
    def nominee_post(self):
        """Post and unit of a person; blank for a collective."""
        if self.kind == NomineeKind.COLLECTIVE:
            return ""
        return f"{self.person.position}, {self.unit.name}"

    @property
    def is_editable(self):
        return self.status in self.EDITABLE


class LateWindow(models.Model):
    """The Office lets one unit submit after the deadline, with a reason (docs/domain.md A3, 3.6)."""

    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, related_name="late_windows", verbose_name="đợt thi đua"
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="late_windows", verbose_name="đơn vị"
    )
    open_until = models.DateTimeField("được nộp trước thời điểm")
    reason = models.TextField("lý do")
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="người mở"
    )
    opened_at = models.DateTimeField("mở lúc", editable=False)

    class Meta:
        verbose_name = "gia hạn nộp muộn"
        verbose_name_plural = "gia hạn nộp muộn"
        ordering = ["-opened_at"]

    def __str__(self):
        return f"{self.unit} – {self.campaign.code}"
