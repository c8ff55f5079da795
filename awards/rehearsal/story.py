"""What happens in the sample campaign, chapter by chapter, through the same functions that the pages call.

The clock is held at believable instants. A few dossiers go early through a first session of the Council, so that
in the last days before the deadline every role finds something to do; sessions that early are the rehearsal's.
"""

from contextlib import contextmanager
from datetime import date, datetime, timedelta

from awards import actions, workflow
from campaigns import clock

from .dossiers import Desk, reload
from .people import AUTHORITY, Company
from .steps import Steps


class Story(Steps):
    def __init__(self, campaign, data, seed, password):
        self.campaign, self.data = campaign, data
        self.company = Company(campaign, data, seed, password)
        self.rows = {row["unit"]: row for row in data["dossiers"]}
        self.desks, self.sessions, self.decisions = {}, {}, {}
        self._last = datetime(2023, 11, 1, tzinfo=clock.ZONE)

    @contextmanager
    def at(self, text):
        """Hold the clock at "27/12 08:10" of the turn of the year, some seconds past."""
        moment = datetime.strptime(text, "%d/%m %H:%M").replace(tzinfo=clock.ZONE)
        year = 2023 if moment.month > 6 else 2024
        moment = moment.replace(year=year, second=self.company.rng.randrange(60))
        if moment < self._last:
            raise ValueError(f"{text} lies before what was already told")
        self._last = moment
        with clock.at(moment):
            yield

    def later(self, minutes=1):
        """Minutes after what was last told."""
        return f"{self._last + timedelta(minutes=minutes):%d/%m %H:%M}"

    def user(self, username):
        return self.company.users[username]

    def desk(self, code):
        desk = self.desks[code]
        reload(desk)
        return desk

    # --- chapters -----------------------------------------------------------------------------------

    def units(self):
        """Units, people, Council, accounts; what the plan leaves blank gets a marked sample (docs/domain.md A2, 6.3)."""
        self.company.assemble()
        with self.at("18/12 08:00"):
            office, day = self.user("vanphong"), date(2023, 11, 1)
            actions.campaign_plan.number_plan(self.campaign, "00", day, by=office, is_sample=True)
            actions.campaign_plan.cite_authority(self.campaign, AUTHORITY, by=office)
            self.campaign.refresh_from_db()

    def drafting(self):
        """21-26 December: units meet, choose and write. One changes its mind about whom."""
        self._begin("attt", "21/12 15:40")
        self._begin("ttgiamsat", "21/12 16:10")
        self._begin("vienthong", "22/12 10:05", without=("C5.1",))
        self._begin("cchc", "22/12 15:50")
        self._begin("cds", "22/12 16:20")
        self._begin("ttcntt", "25/12 09:45")
        with self.at("25/12 10:30"):
            first = Desk(self.company, self.rows["cntt"])
            first.start(person=self.company.people["cntt"][4])
        with self.at("26/12 08:20"):
            why = "Cá nhân xin rút vì thời gian công tác trong Đợt thi đua chưa đủ (mẫu)."
            workflow.take("withdraw", first.nomination, by=first.clerk, note=why)
        self._begin("baochi", "26/12 15:30")
        for code, when in (
            ("thanhtra", "26/12 16:00"),
            ("khtc", "26/12 16:10"),
            ("vanphong", "26/12 16:25"),
            ("cntt", "26/12 16:40"),
        ):
            self._begin(code, when, whole=False)

    def submission(self):
        """27 December: the dossiers that are ready are submitted."""
        for code, when in (
            ("attt", "27/12 08:15"),
            ("ttgiamsat", "27/12 08:40"),
            ("cchc", "27/12 09:20"),
            ("vienthong", "27/12 10:30"),
            ("cds", "27/12 14:05"),
            ("ttcntt", "27/12 15:20"),
        ):
            self._submit(code, when)

    def office(self):
        """28 December: the Office receives, checks, accepts three and returns one; another one comes in."""
        for code, when in (
            ("attt", "28/12 08:10"),
            ("ttgiamsat", "28/12 08:12"),
            ("cchc", "28/12 08:14"),
            ("vienthong", "28/12 08:15"),
            ("cds", "28/12 08:17"),
            ("ttcntt", "28/12 08:18"),
        ):
            self._receive(code, when)
        self._accept("attt", "28/12 09:00")
        self._accept("ttgiamsat", "28/12 09:40")
        self._accept("cchc", "28/12 10:15")
        self._return(
            "vienthong",
            "28/12 10:50",
            "Báo cáo thành tích chưa so sánh số liệu với quý III/2023 và chưa có minh chứng cho ý C5.1. "
            "Đề nghị bổ sung rồi trình lại trước 17 giờ ngày 04/01/2024.",
        )
        self._submit("baochi", "28/12 16:30")

    def deadline(self):
        """Up to 3 January, nine o'clock: an early session decided three dossiers, a second one is open."""
        self._plan(1, "28/12 16:45", "29/12 14:00")
        self._accept("cds", "29/12 09:10")
        self._accept("ttcntt", "29/12 09:50")
        self._open(1, "29/12 14:00", written=["uyvien6"])
        self._assess(1, {"ttgiamsat": {"no": 1}, "cchc": {"no": 4, "invalid": 1}})
        self._close(1, "29/12 16:20")
        self._recommend("attt", "29/12 16:30")
        self._recommend("ttgiamsat", "29/12 16:32")
        self._decline(
            "cchc",
            "29/12 16:36",
            "Chưa đạt quá nửa số phiếu: hai việc hoàn thành sát hạn, chưa có sáng kiến.",
        )
        self._receive("baochi", "02/01 08:05")
        self._draft("department_award", ["attt"], "02/01 09:30")
        self._draft("proposal", ["ttgiamsat"], "02/01 09:50")
        self._finish("khtc", "02/01 10:40")
        self._finish("thanhtra", "02/01 10:50")
        self._finish("vanphong", "02/01 11:10")
        self._plan(2, "02/01 14:00", "03/01 08:00")
        self._submit("thanhtra", "02/01 15:10")
        self._submit("khtc", "02/01 16:05")
        self._submit("vanphong", "03/01 07:45")
        self._open(2, "03/01 08:00", written=["uyvien6"], absent=["uyvien5"])
        self._assess(2, {"ttcntt": {"no": ["uyvien4"]}}, leave=["giamdoc", "thuky", "uyvien"])

    def council(self):
        """3-19 January: the second session closes, the deadline passes, a third session sits."""
        self._assess(2, {"ttcntt": {"no": ["uyvien"]}}, only=["giamdoc", "thuky", "uyvien"])
        self._close(2, "03/01 11:15")
        self._recommend("cds", "03/01 11:25")
        with self.at("03/01 11:30"):
            why = "Số phiếu chưa đạt tỷ lệ của Bằng khen nhưng đủ tỷ lệ của Giấy khen; Hội đồng thống nhất chuyển."
            workflow.take("lower", self.desk("ttcntt").nomination, by=self.user("thuky"), note=why)
        self._correct("vienthong", "04/01 09:30", "04/01 10:15", submit_by="lanhdao.vienthong")
        with self.at("04/01 14:00"):
            whole = self.desks["toan-so"] = Desk(self.company, self.rows["toan-so"])
            whole.start()
            whole.begin()
        self._receive_the_last()
        self._third_session()

    def _receive_the_last(self):
        """5-8 January: what came in at the deadline, one unit let in after it, two sent back."""
        for code, when in (
            ("vienthong", "05/01 08:10"),
            ("thanhtra", "05/01 08:12"),
            ("khtc", "05/01 08:14"),
        ):
            self._receive(code, when)
        self._receive("vanphong", "05/01 08:30", by="thuky")
        with self.at("08/01 08:30"):
            actions.late_windows.open_late_window(
                self.campaign,
                self.company.units["cntt"],
                by=self.user("vanphong"),
                until=datetime(2024, 1, 20, tzinfo=clock.ZONE),
                reason="Phòng phải tập trung khắc phục sự cố đường truyền từ ngày 02 đến ngày 05/01 (mẫu).",
            )
        self._accept("vienthong", "08/01 09:00")
        self._accept("thanhtra", "08/01 09:40")
        self._return(
            "khtc",
            "08/01 10:20",
            "Báo cáo thành tích chưa có xác nhận số liệu giải ngân của Kho bạc. Đề nghị bổ sung.",
        )
        self._return(
            "vanphong",
            "08/01 14:00",
            "Báo cáo thành tích chưa nêu rõ phần việc trực tiếp tham mưu.",
            by="thuky",
        )

    def _third_session(self):
        """12-18 January."""
        self._plan(3, "12/01 09:00", "16/01 14:00")
        self._open(3, "16/01 14:00", written=["uyvien6"])
        self._assess(3, {"thanhtra": {"no": 1}})
        self._close(3, "16/01 16:10")
        self._recommend("vienthong", "16/01 16:20")
        self._recommend("thanhtra", "16/01 16:22")
        self._accept("baochi", "17/01 09:00")
        self._correct("vanphong", "17/01 14:30", "17/01 15:00")
        self._receive("vanphong", "18/01 08:20", by="thuky")
        self._finish("cntt", "18/01 15:00")
        self._submit("cntt", "18/01 15:40")

    def decision(self):
        """22 January - 2 February, before Tết: decisions are signed, one is refused, one is revoked."""
        self._sign("department_award", "24/01 08:30")
        self._sign("proposal", "24/01 08:45")
        self._draft("department_award", ["vienthong", "ttcntt"], "25/01 09:00", key="second", number="02-mẫu")
        self._sign("second", "26/01 09:30")
        with self.at("26/01 10:00"):
            why = "Đang xem xét phản ánh liên quan đến công việc được giao; chưa khen thưởng trong Đợt này (mẫu)."
            workflow.take("refuse", self.desk("cds").nomination, by=self.user("giamdoc"), note=why)
        with self.at("02/02 15:00"):
            why = "Quyết định số 03-mẫu/QĐ-STTT: số liệu hệ thống được phê duyệt kê khai không đúng (mẫu)."
            actions.decisions.revoke(self.desk("attt").nomination, by=self.user("giamdoc"), note=why)


# The chapters in their order: what --until names, what it is called, and the instant by which it is over.
CHAPTERS = {
    "units": ("đơn vị, cán bộ, Hội đồng, tài khoản", datetime(2023, 12, 18, 8, 5, tzinfo=clock.ZONE)),
    "drafting": ("các đơn vị soạn hồ sơ", datetime(2023, 12, 26, 17, 0, tzinfo=clock.ZONE)),
    "submission": ("trình những hồ sơ đầu tiên", datetime(2023, 12, 27, 17, 0, tzinfo=clock.ZONE)),
    "office": ("Văn phòng tiếp nhận, kiểm tra, trả lại", datetime(2023, 12, 28, 17, 0, tzinfo=clock.ZONE)),
    "deadline": ("những ngày cuối trước hạn nộp", datetime(2024, 1, 3, 9, 0, tzinfo=clock.ZONE)),
    "council": ("Hội đồng họp xong", datetime(2024, 1, 19, 17, 0, tzinfo=clock.ZONE)),
    "decision": ("quyết định, tờ trình đã ký", datetime(2024, 2, 2, 17, 0, tzinfo=clock.ZONE)),
}
