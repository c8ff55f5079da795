"""How it was voted: seats, a session, attendance, ballots, and the result frozen at closing."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Case, Q, When

from campaigns.models import AwardForm, Campaign

from .nominations import CouncilMember, Nomination

# What the share of a vote is of: all members, or those who took part.
VOTES_OF = {True: "tổng số thành viên Hội đồng", False: "số thành viên tham gia"}


class CouncilSessionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The Council's own, the Office, the Director and the administrator of the department."""
        if not user.is_authenticated or not user.is_active or user.department_id is None:
            return self.none()
        sessions = self.filter(campaign__department_id=user.department_id)
        if user.sees_department:
            return sessions
        if user.person_id is None:
            return self.none()
        return sessions.filter(
            campaign__in=Campaign.objects.filter(council__person_id=user.person_id, council__is_active=True)
        )

    def standing(self):
        """Without those called off: none of their papers is still to be made."""
        return self.exclude(status=CouncilSession.Status.CANCELLED)


class CouncilSession(models.Model):
    """A meeting of the Council. Scores and ballots are taken while it is OPEN; CLOSED freezes the result.

    A CANCELLED one keeps its agenda as it was, which binds no dossier any more.
    """

    class Status(models.TextChoices):
        PLANNED = "planned", "Dự kiến"
        OPEN = "open", "Đang họp"
        CLOSED = "closed", "Đã kết thúc"
        # Called off before it met. Its number is never given again.
        CANCELLED = "cancelled", "Đã hủy"

    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, related_name="sessions", verbose_name="đợt thi đua"
    )
    number = models.PositiveSmallIntegerField("phiên thứ", editable=False)
    scheduled_at = models.DateTimeField("thời gian họp")
    place = models.CharField("địa điểm", max_length=300)
    status = models.CharField(
        "trạng thái", max_length=10, choices=Status.choices, default=Status.PLANNED, editable=False
    )
    opened_at = models.DateTimeField("khai mạc lúc", null=True, blank=True, editable=False)
    closed_at = models.DateTimeField("kết thúc lúc", null=True, blank=True, editable=False)
    # Frozen when the session opens: the denominator of every vote (docs/domain.md 1.5).
    total_members = models.PositiveSmallIntegerField(
        "tổng số thành viên", null=True, blank=True, editable=False
    )
    conclusion = models.TextField("kết luận của người chủ trì", blank=True)
    # What its papers take from rows that live on (awards.snapshots.session_citations.cite), as it was on closing.
    cited = models.JSONField("căn cứ lúc kết thúc", null=True, editable=False)
    cancelled_at = models.DateTimeField("hủy lúc", null=True, blank=True, editable=False)
    cancel_reason = models.TextField("lý do hủy", blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = CouncilSessionQuerySet.as_manager()

    class Meta:
        verbose_name = "phiên họp Hội đồng"
        verbose_name_plural = "phiên họp Hội đồng"
        ordering = ["-scheduled_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "number"], name="session_number_once"),
            models.CheckConstraint(
                condition=Q(status="planned", opened_at__isnull=True, closed_at__isnull=True)
                | Q(status="open", opened_at__isnull=False, closed_at__isnull=True)
                | Q(status="closed", opened_at__isnull=False, closed_at__isnull=False)
                | Q(status="cancelled", opened_at__isnull=True, closed_at__isnull=True),
                name="session_times_match_status",
            ),
            models.CheckConstraint(
                condition=(Q(status="cancelled", cancelled_at__isnull=False) & ~Q(cancel_reason=""))
                | (~Q(status="cancelled") & Q(cancelled_at__isnull=True, cancel_reason="")),
                name="cancelled_session_has_reason",
            ),
        ]

    def __str__(self):
        return f"Phiên {self.number} – {self.campaign.code}"

    @property
    def is_given_up(self):
        return self.status == self.Status.CANCELLED

    # --- the rules of its votes: as they were on closing, till then as they are ---

    @property
    def votes_of_total(self):
        if self.cited:
            return self.cited["campaign"]["vote_of_total"]
        return self.campaign.vote_denominator == Campaign.Denominator.TOTAL

    @property
    def base_words(self):
        return VOTES_OF[self.votes_of_total]

    def base(self, took_part):
        """Of how many a vote is a share, where so many took part (docs/domain.md 1.5)."""
        return self.total_members if self.votes_of_total else took_part

    @property
    def thresholds(self):
        """{code of every award form: {percent, strict}}."""
        if self.cited:
            return self.cited["thresholds"]
        return {
            form.code: {"percent": form.threshold_percent, "strict": form.threshold_is_strict}
            for form in self.campaign.award_forms.all()
        }

    @property
    def quorum(self):
        if self.cited:
            return self.cited["campaign"]["quorum"]
        return [self.campaign.quorum_numerator, self.campaign.quorum_denominator]


def on_an_agenda():
    """The nominations that a session holds or has voted on, as a subquery; a cancelled session holds none."""
    live = SessionItem.objects.exclude(session__status=CouncilSession.Status.CANCELLED)
    return live.values("nomination")


class Attendance(models.Model):
    """Who took part. An absent member's written opinion counts towards the quorum (NĐ 98, Điều 30 k7)."""

    class Presence(models.TextChoices):
        PRESENT = "present", "Có mặt"
        WRITTEN = "written", "Gửi ý kiến bằng văn bản"
        ABSENT = "absent", "Vắng mặt"

    session = models.ForeignKey(
        CouncilSession, on_delete=models.PROTECT, related_name="attendance", verbose_name="phiên họp"
    )
    member = models.ForeignKey(
        CouncilMember, on_delete=models.PROTECT, related_name="attendance", verbose_name="thành viên"
    )
    presence = models.CharField("tham dự", max_length=10, choices=Presence.choices, default=Presence.ABSENT)
    reason = models.CharField("lý do vắng", max_length=300, blank=True)

    class Meta:
        verbose_name = "tham dự"
        verbose_name_plural = "tham dự"
        ordering = ["member__order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["session", "member"], name="one_attendance_per_member"),
        ]

    def __str__(self):
        return f"{self.member} – {self.get_presence_display()}"

    @property
    def takes_part(self):
        return self.presence != self.Presence.ABSENT


class SessionItem(models.Model):
    """A nomination on a session's agenda; the figures are written once, when the session closes."""

    session = models.ForeignKey(
        CouncilSession, on_delete=models.PROTECT, related_name="items", verbose_name="phiên họp"
    )
    nomination = models.ForeignKey(
        Nomination, on_delete=models.PROTECT, related_name="session_items", verbose_name="hồ sơ"
    )
    order = models.PositiveSmallIntegerField("thứ tự", default=1)
    award_form = models.CharField(
        "hình thức đưa ra biểu quyết", max_length=20, choices=AwardForm.Code.choices
    )
    total_members = models.PositiveSmallIntegerField("tổng số thành viên", null=True, editable=False)
    took_part = models.PositiveSmallIntegerField("tham gia", null=True, editable=False)
    issued = models.PositiveSmallIntegerField("phiếu phát ra", null=True, editable=False)
    returned = models.PositiveSmallIntegerField("phiếu thu về", null=True, editable=False)
    invalid = models.PositiveSmallIntegerField("phiếu không hợp lệ", null=True, editable=False)
    yes = models.PositiveSmallIntegerField("đồng ý", null=True, editable=False)
    no = models.PositiveSmallIntegerField("không đồng ý", null=True, editable=False)
    passed = models.BooleanField("đạt", null=True, editable=False)
    # The threshold as it was applied, so that a later change of settings rewrites nothing.
    threshold_percent = models.PositiveSmallIntegerField(null=True, editable=False)
    threshold_is_strict = models.BooleanField(null=True, editable=False)
    average = models.DecimalField(
        "điểm trung bình", max_digits=5, decimal_places=2, null=True, editable=False
    )
    place = models.PositiveSmallIntegerField("thứ hạng", null=True, editable=False)
    # The chair's order among equals, with his reason, when the tie-break chain left them equal.
    chair_order = models.PositiveSmallIntegerField("thứ tự do Chủ tịch quyết định", null=True, blank=True)
    chair_note = models.CharField("lý do của Chủ tịch", max_length=500, blank=True)

    class Meta:
        verbose_name = "hồ sơ xét tại phiên họp"
        verbose_name_plural = "hồ sơ xét tại phiên họp"
        ordering = ["session", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["session", "nomination"], name="nomination_once_per_session"),
        ]

    def __str__(self):
        return f"{self.nomination_id} @ {self.session_id}"

    @property
    def base(self):
        """Of how many its votes are a share, once counted; None before."""
        return self.total_members if self.session.votes_of_total else self.took_part


def base_of_item():
    """SessionItem.base of a closed session, for a query."""
    of_present = Q(session__cited__campaign__vote_of_total=False)
    uncited = Q(session__cited__isnull=True, session__campaign__vote_denominator="present")
    return Case(When(of_present | uncited, then="took_part"), default="total_members")


class VoteCast(models.Model):
    """That a member has voted on an item: the electoral roll, which never says how."""

    item = models.ForeignKey(
        SessionItem, on_delete=models.PROTECT, related_name="roll", verbose_name="hồ sơ xét"
    )
    member = models.ForeignKey(
        CouncilMember, on_delete=models.PROTECT, related_name="roll", verbose_name="thành viên"
    )
    cast_at = models.DateTimeField("bỏ phiếu lúc")
    # The account that sent it: the member, or the secretary entering a written opinion.
    cast_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="người nhập"
    )

    class Meta:
        verbose_name = "đã bỏ phiếu"
        verbose_name_plural = "đã bỏ phiếu"
        constraints = [
            models.UniqueConstraint(fields=["item", "member"], name="one_vote_per_member"),
        ]

    def __str__(self):
        return f"{self.item_id} {self.member_id}"


class Ballot(models.Model):
    """How somebody voted. In a secret ballot `member` stays null, the key is random and no time is kept,
    so that no row of the roll can be joined to it.
    """

    class Choice(models.TextChoices):
        YES = "yes", "Đồng ý"
        NO = "no", "Không đồng ý"
        # A ballot left blank is returned and invalid (phiếu không hợp lệ).
        INVALID = "invalid", "Không hợp lệ (phiếu trắng)"

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.ForeignKey(
        SessionItem, on_delete=models.PROTECT, related_name="ballots", verbose_name="hồ sơ xét"
    )
    choice = models.CharField("ý kiến", max_length=10, choices=Choice.choices)
    member = models.ForeignKey(
        CouncilMember,
        on_delete=models.PROTECT,
        related_name="ballots",
        verbose_name="thành viên",
        null=True,
        blank=True,
    )

    class Meta:
        verbose_name = "phiếu"
        verbose_name_plural = "phiếu"
        ordering = ["key"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "member"],
                condition=Q(member__isnull=False),
                name="one_open_ballot_per_member",
            ),
        ]

    def __str__(self):
        return str(self.key)
