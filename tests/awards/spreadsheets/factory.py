"""Many nominations fast, as rows: what a list reads, without playing the workflow for each."""

from datetime import date, datetime, timedelta
from itertools import count

from awards.models import Award, CouncilSession, Decision, HistoryHead, Letter, Nomination, SessionItem
from campaigns import clock
from campaigns.models import AwardForm, Campaign, Department, LegalRegime, Person, Unit, User
from campaigns.vietnamese import names

S = Nomination.Status
NOW = datetime(2024, 1, 20, 8, 15, tzinfo=clock.ZONE)
HASH = "0123456789abcdef" * 4
_serial = count(1)


def plain(cell):
    """A cell's value; openpyxl reads every date as a datetime."""
    return cell.value.date() if isinstance(cell.value, datetime) else cell.value


class Rows:
    """A department with a campaign, one closed session, one signed decision, and nominations as asked."""

    def __init__(self, code="dot-mau", **campaign):
        self.department = Department.objects.create(
            code=f"so-{code}",
            name="Sở Thông tin và Truyền thông",
            province="tỉnh Bắc Kạn",
            parent_name="UBND tỉnh Bắc Kạn",
            place="Bắc Kạn",
            agency_code="STTT",
            head_name="Hoàng Văn Mẫu",
        )
        regime, _ = LegalRegime.objects.get_or_create(
            code="ND98",
            defaults={
                "name": "NĐ 98",
                "effective_from": date(2024, 1, 1),
                "law_citation": "x",
                "decree_citation": "x",
                "decree_number": "98/2023/NĐ-CP",
                "source": "x",
            },
        )
        self.campaign = Campaign.objects.create(
            **{
                "department": self.department,
                "code": code,
                "reference_prefix": code.upper(),
                "title": "Đẩy mạnh cải cách hành chính, thu hút đầu tư 3 tháng cuối năm 2023",
                "plan_number": "25",
                "plan_symbol": "KH-STTT",
                "plan_date": date(2023, 11, 14),
                "plan_signer": "x",
                "plan_signer_title": "Giám đốc",
                "starts_on": date(2023, 10, 1),
                "ends_on": date(2023, 12, 31),
                "deadline_at": datetime(2024, 1, 5, tzinfo=clock.ZONE),
                "deadline_section": "III.2",
                "form_regime": regime,
                "province_quota": 1,
                "quota_section": "III.2",
                "council_source": "x",
                **campaign,
            }
        )
        for order, (form, name, authority) in enumerate(
            [
                ("bang_khen", "Bằng khen của Chủ tịch UBND tỉnh", "Chủ tịch UBND tỉnh Bắc Kạn"),
                ("giay_khen", "Giấy khen của Giám đốc Sở", "Giám đốc Sở Thông tin và Truyền thông"),
            ]
        ):
            AwardForm.objects.create(
                campaign=self.campaign,
                order=order,
                section="III.2",
                code=form,
                name=name,
                authority=authority,
                threshold_percent=50,
                threshold_source="x",
            )
        HistoryHead.objects.create(campaign=self.campaign, sequence=42, hash=HASH)
        self.clerk = User.objects.create(
            username=f"clerk-{code}", role="director", department=self.department, full_name="Mẫu"
        )
        self.session = CouncilSession.objects.create(
            campaign=self.campaign,
            number=1,
            scheduled_at=NOW,
            place="x",
            status="closed",
            opened_at=NOW,
            closed_at=NOW,
            total_members=7,
        )

    def unit(self, name, *, order=100, **more):
        code = f"u{next(_serial)}"
        defaults = {"abbreviation": code.upper()}
        return Unit.objects.create(
            department=self.department, code=code, name=name, order=order, **{**defaults, **more}
        )

    def decision(self, number="12", kind="department_award", symbol="QĐ-STTT", on=date(2024, 1, 15)):
        return Decision.objects.create(
            campaign=self.campaign,
            kind=kind,
            number=number,
            symbol=symbol,
            issued_on=on,
            signer_title="Giám đốc",
            signer_name="Mẫu",
            status="signed",
            drafted_by=self.clerk,
            signed_by=self.clerk,
            signed_at=NOW,
        )

    def nomination(
        self,
        name=None,
        *,
        unit=None,
        status=S.ACCEPTED,
        form="giay_khen",
        asked=None,
        order=100,
        position="Chuyên viên",
        letter="5",
        votes=None,
        decision=None,
        honorific="ong",
        money=540_000,
        born=date(1985, 5, 6),
        **more,
    ):
        """An individual called `name`, or the unit itself where there is no name."""
        number = next(_serial)
        unit = unit or self.unit(f"Phòng số {number} (mẫu)")
        person = name and Person.objects.create(
            department=self.department,
            unit=unit,
            personnel_id=f"P{number}",
            honorific=honorific,
            full_name=name,
            position=position,
            staff="cong_chuc",
            order=order,
            date_of_birth=born,
        )
        nomination = Nomination.objects.create(
            **{
                "campaign": self.campaign,
                "unit": unit,
                "number": number,
                "reference": f"{self.campaign.reference_prefix}-{number:03d}",
                "slot": number % 32_000,
                "kind": "individual" if person else "collective",
                "person": person or None,
                "award_form": form,
                "asked_form": asked or form,
                "status": status,
                "status_changed_at": NOW,
                "created_by": self.clerk,
                "created_at": NOW,
                "self_total": "87.5",
                "sort_key": names.sort_key(name) if person else names.title_sort_key(unit.name),
                "search_key": "x",
                **more,
            }
        )
        if letter:
            Letter.objects.create(
                nomination=nomination, number=letter, issued_on=date(2024, 1, 3), reasons="dài " * 2000
            )
        if votes:
            self.vote(nomination, *votes)
        if decision:
            Award.objects.create(
                nomination=nomination,
                decision=decision,
                form=form,
                golden_book_number=decision.awards.count() + 1,
                coefficient_tenths=3,
                base_salary=1_800_000,
                bonus_amount=money,
            )
        return nomination

    def vote(self, nomination, yes, average, *, passed=True, session=None):
        return SessionItem.objects.create(
            session=session or self.session,
            nomination=nomination,
            award_form=nomination.award_form,
            total_members=7,
            took_part=7,
            yes=yes,
            no=7 - yes,
            passed=passed,
            average=average,
        )

    def later_session(self, *, status="closed", days=1):
        number = CouncilSession.objects.count() + 1
        closed = NOW + timedelta(days=days) if status == "closed" else None
        return CouncilSession.objects.create(
            campaign=self.campaign,
            number=number,
            scheduled_at=NOW,
            place="x",
            status=status,
            opened_at=NOW,
            closed_at=closed,
            total_members=7,
        )

    def many(self, size, **more):
        """`size` nominations, all but one in ten of individuals, voted on and awarded."""
        decision = self.decision(number=f"{next(_serial)}")
        units = [self.unit(f"Phòng Nghiệp vụ tổng hợp số {n} (mẫu)") for n in range(12)]
        for n in range(size):
            self.nomination(
                None if n % 10 == 0 else f"Nguyễn Thị Thanh Mẫu {n}",
                unit=self.unit(f"Trung tâm Công nghệ thông tin và Truyền thông số {n} (mẫu)")
                if n % 10 == 0
                else units[n % 12],
                status=S.AWARDED,
                votes=(6, "91.25"),
                decision=decision,
                **more,
            )
