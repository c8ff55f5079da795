"""Who takes part: the department, its units, its people and their accounts."""

from django.contrib.auth.models import AbstractUser, UserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property

from campaigns.vietnamese import names


def _clean(row, *fields):
    """As they are stored, compared and printed, whichever keyboard or spreadsheet they came from."""
    for field in fields:
        setattr(row, field, names.clean(getattr(row, field)))


class Department(models.Model):
    """A provincial department (Sở). Nobody sees across departments."""

    code = models.SlugField("mã", max_length=40, unique=True)
    name = models.CharField("tên", max_length=200)
    province = models.CharField("tỉnh", max_length=100)
    parent_name = models.CharField("cơ quan chủ quản", max_length=200)
    place = models.CharField("địa danh", max_length=100)
    agency_code = models.CharField(
        "ký hiệu viết tắt", max_length=20, help_text="Dùng trong số, ký hiệu văn bản, ví dụ STTT."
    )
    head_title = models.CharField("chức vụ người đứng đầu", max_length=100, default="Giám đốc")
    head_name = models.CharField("họ tên người đứng đầu", max_length=200, blank=True)
    council_name = models.CharField(
        "tên Hội đồng", max_length=200, default="Hội đồng Thi đua - Khen thưởng Sở"
    )

    # Decree 30/2020, appendix VI: the metadata of an electronic file name its agency by this.
    organ_id = models.CharField(
        "mã định danh cơ quan",
        max_length=13,
        blank=True,
        help_text="Mã định danh điện tử dùng khi gửi, nhận văn bản điện tử; ghi vào dữ liệu lưu trữ của hồ sơ.",
    )

    class Meta:
        verbose_name = "cơ quan"
        verbose_name_plural = "cơ quan"
        ordering = ["name"]

    def __str__(self):
        return self.name

    def save(self, **kwargs):
        _clean(self, "name", "province", "parent_name", "place", "agency_code")
        _clean(self, "head_title", "head_name", "council_name")
        super().save(**kwargs)

    @cached_property
    def signing_head(self):
        """The name under the department's papers. In a rehearsal an invented one: nobody real signs a sample."""
        heads = Q(position=self.head_title, unit__isnull=True)
        invented = self.people.filter(is_sample=True).annotate(
            is_head=models.ExpressionWrapper(heads, models.BooleanField())
        )
        first = invented.order_by("-is_head", "order", "pk").values_list("full_name", "is_head").first()
        if first is None:
            return self.head_name
        return first[0] if first[1] else ""


class UnitQuerySet(models.QuerySet):
    def visible_to(self, user):
        if not user.is_authenticated or user.department_id is None:
            return self.none()
        return self.filter(department_id=user.department_id)

    def active(self):
        return self.filter(is_active=True)


class Unit(models.Model):
    """A unit that may nominate: plan II.2 ("phòng, đơn vị thuộc, trực thuộc Sở")."""

    class Kind(models.TextChoices):
        DIVISION = "division", "Phòng thuộc Sở"
        # A room has no seal; an affiliated unit has its own seal and number series (docs/domain.md A8, A12).
        AFFILIATED = "affiliated", "Đơn vị trực thuộc Sở"
        # The Office receives every dossier and competes as well (docs/domain.md A11).
        OFFICE = "office", "Văn phòng Sở"
        # The department as a whole has a slot of its own, kept by the Office (docs/domain.md A9).
        WHOLE = "whole", "Sở (toàn cơ quan)"

    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="units", verbose_name="cơ quan"
    )
    code = models.SlugField("mã", max_length=40)
    name = models.CharField("tên đơn vị", max_length=200)
    kind = models.CharField("loại", max_length=20, choices=Kind.choices, default=Kind.DIVISION)
    abbreviation = models.CharField(
        "ký hiệu viết tắt", max_length=20, blank=True, help_text="Dùng trong số, ký hiệu văn bản."
    )
    head_title = models.CharField("chức vụ người đứng đầu", max_length=100, default="Trưởng phòng")
    address = models.CharField("trụ sở", max_length=300, blank=True)
    phone = models.CharField("điện thoại", max_length=30, blank=True)
    order = models.PositiveSmallIntegerField("thứ tự", default=100)
    is_active = models.BooleanField("đang hoạt động", default=True)
    is_sample = models.BooleanField("dữ liệu mẫu", default=False, editable=False)
    search_key = models.CharField(max_length=250, editable=False, db_index=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = "đơn vị"
        verbose_name_plural = "đơn vị"
        ordering = ["order", "name"]
        constraints = [
            models.UniqueConstraint(fields=["department", "code"], name="unit_code_once_per_department"),
            models.UniqueConstraint(
                fields=["department"], condition=Q(kind="whole"), name="one_whole_unit_per_department"
            ),
            models.UniqueConstraint(
                fields=["department"], condition=Q(kind="office"), name="one_office_per_department"
            ),
        ]

    def __str__(self):
        return self.name

    def save(self, **kwargs):
        # A derived column only: no side effect leaves the row.
        _clean(self, "name", "abbreviation", "head_title", "address")
        self.search_key = names.search_key(self.name)
        super().save(**kwargs)


class PersonQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Everybody of the department to the Office and above; a unit sees its own people only."""
        if not user.is_authenticated or user.department_id is None:
            return self.none()
        people = self.filter(department_id=user.department_id)
        if user.writes_for_unit:
            return people.filter(unit_id__in=user.unit_ids)
        return people

    def active(self):
        return self.filter(is_active=True)


class Person(models.Model):
    """A civil servant (CBCCVC) of the department. Leaders belong to no unit (docs/domain.md A10)."""

    class Honorific(models.TextChoices):
        MR = "ong", "Ông"
        MS = "ba", "Bà"

    class Staff(models.TextChoices):
        CADRE = "can_bo", "Cán bộ"
        CIVIL_SERVANT = "cong_chuc", "Công chức"
        PUBLIC_EMPLOYEE = "vien_chuc", "Viên chức"

    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="people", verbose_name="cơ quan"
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="people", verbose_name="đơn vị", null=True, blank=True
    )
    personnel_id = models.CharField("mã cán bộ", max_length=40)
    honorific = models.CharField("xưng hô", max_length=10, choices=Honorific.choices)
    full_name = models.CharField("họ và tên", max_length=200)
    date_of_birth = models.DateField("ngày sinh", null=True, blank=True)
    position = models.CharField("chức vụ", max_length=200)
    staff = models.CharField("đối tượng", max_length=20, choices=Staff.choices)
    is_leader = models.BooleanField("lãnh đạo Sở hoặc người đứng đầu đơn vị", default=False)
    order = models.PositiveSmallIntegerField("thứ tự chức vụ", default=100)
    is_active = models.BooleanField("đang công tác", default=True)
    is_sample = models.BooleanField("dữ liệu mẫu", default=False, editable=False)
    sort_key = models.CharField(max_length=600, editable=False, db_index=True)
    search_key = models.CharField(max_length=250, editable=False, db_index=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = "cán bộ, công chức, viên chức"
        verbose_name_plural = "cán bộ, công chức, viên chức"
        ordering = ["order", "sort_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["department", "personnel_id"], name="personnel_id_once_per_department"
            ),
        ]

    def __str__(self):
        return self.full_name

    def save(self, **kwargs):
        _clean(self, "full_name", "position")
        self.sort_key = names.sort_key(self.full_name)
        self.search_key = names.search_key(self.full_name)
        super().save(**kwargs)

    def clean(self):
        if self.unit_id and self.unit.department_id != self.department_id:
            raise ValidationError(
                {"unit": "Đơn vị này thuộc cơ quan khác. Hãy chọn đơn vị của cùng cơ quan."}
            )

    @property
    def addressed(self):
        """ "Ông Nguyễn Văn A": never guessed from the name (docs/domain.md 4.6)."""
        return f"{self.get_honorific_display()} {self.full_name}"


class User(AbstractUser):
    """An account. What it may do follows from role, unit and Council seat: see awards.permissions."""

    class Role(models.TextChoices):
        CLERK = "clerk", "Cán bộ đơn vị"
        HEAD = "head", "Lãnh đạo đơn vị"
        OFFICE = "office", "Văn phòng Sở"
        MEMBER = "member", "Thành viên Hội đồng"
        DIRECTOR = "director", "Giám đốc Sở"
        ADMINISTRATOR = "administrator", "Quản trị hệ thống"

    # They see everything of their department; the others what is their unit's or what their seat shows them.
    DEPARTMENT_WIDE = frozenset({Role.OFFICE, Role.DIRECTOR, Role.ADMINISTRATOR})
    # They write the dossiers of their unit.
    UNIT_WRITERS = frozenset({Role.CLERK, Role.HEAD})

    role = models.CharField("vai trò", max_length=20, choices=Role.choices)
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        related_name="users",
        verbose_name="cơ quan",
        null=True,
        blank=True,
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="users", verbose_name="đơn vị", null=True, blank=True
    )
    # A Council seat belongs to the person, so a member with two accounts still votes once (docs/domain.md 5.5.11).
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="users", verbose_name="cán bộ", null=True, blank=True
    )
    full_name = models.CharField("họ và tên", max_length=200)
    must_change_password = models.BooleanField("phải đổi mật khẩu khi đăng nhập", default=False)
    is_rehearsal = models.BooleanField("tài khoản diễn tập", default=False, editable=False)

    first_name = None
    last_name = None
    objects = UserManager()
    REQUIRED_FIELDS = ["email"]

    class Meta:
        verbose_name = "tài khoản"
        verbose_name_plural = "tài khoản"
        ordering = ["username"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(role__in=["clerk", "head", "office"]) | Q(unit__isnull=False),
                name="unit_roles_have_a_unit",
                violation_error_message="Tài khoản của đơn vị hoặc Văn phòng phải gắn với một đơn vị.",
            ),
            models.CheckConstraint(
                condition=Q(is_superuser=True) | Q(department__isnull=False),
                name="account_has_a_department",
                violation_error_message="Tài khoản phải thuộc một cơ quan.",
            ),
        ]

    def __str__(self):
        return self.full_name or self.username

    def save(self, **kwargs):
        _clean(self, "full_name")
        super().save(**kwargs)

    def get_full_name(self):
        return self.full_name

    def get_short_name(self):
        return self.full_name or self.username

    @property
    def sees_department(self):
        return self.role in self.DEPARTMENT_WIDE

    @property
    def writes_for_unit(self):
        return self.role in self.UNIT_WRITERS

    @cached_property
    def unit_ids(self):
        """The units this account writes for: its own; the Office also keeps the department's slot (docs/domain.md A9)."""
        if self.unit_id is None:
            return []
        if self.role == self.Role.OFFICE or self.unit.kind == Unit.Kind.OFFICE:
            whole = Unit.objects.filter(department_id=self.department_id, kind=Unit.Kind.WHOLE)
            return [self.unit_id, *whole.values_list("pk", flat=True)]
        return [self.unit_id]

    def clean(self):
        super().clean()
        for field in ("unit", "person"):
            other = getattr(self, field)
            if other and other.department_id != self.department_id:
                raise ValidationError({field: "Không cùng cơ quan với tài khoản. Hãy chọn lại."})
