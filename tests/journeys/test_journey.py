"""From the unit's log-in to the opened workbook: every role, in a real browser, on the real plan.

Nothing is called behind the pages' back but two things, to save time: unit B's three papers, and the scores of
the members of the Council other than Giang.
"""

import io
import subprocess

import openpyxl
import pytest
from django.core.management import call_command
from playwright.sync_api import expect
from pypdf import PdfReader

from awards import actions
from awards.models import Award, CouncilSession, Nomination
from campaigns.models import Clause
from tests import cast as maker
from tests.plugins import office

from .stage import answer, fetch, plain, press, says

pytestmark = [pytest.mark.browser, pytest.mark.pango, pytest.mark.office]

NOMINEE = "Hà Thị Đào (mẫu)"
S = Nomination.Status
WHY_BACK = "Báo cáo chưa so sánh số liệu với quý III/2023. Đề nghị bổ sung."
BETTER = "Xử lý 128/128 hồ sơ đúng hạn, quý III/2023 là 117/131 (mẫu)."


def test_from_the_log_in_to_the_opened_workbook(living_cast, stage, turn_clock, tmp_path):
    cast = living_cast
    dao = clerk_an_writes_and_submits(stage, cast)
    unit_b = clerk_binh_writes_and_submits(stage, cast, dao)
    office_returns_one(stage, dao)
    turn_clock(2024, 1, 4, 8)
    unit_a_corrects_and_resubmits(stage, dao)
    office_accepts(stage, dao, unit_b)
    turn_clock(2024, 1, 9, 14)
    session = secretary_opens_a_session(stage)
    member_giang_scores_and_votes(stage, session, dao, unit_b)
    the_others_score_and_vote(cast, session)
    secretary_closes_and_records(stage, session, dao, unit_b)
    turn_clock(2024, 1, 15, 8)
    office_drafts(stage, dao, unit_b)
    director_signs(stage, dao, unit_b)
    turn_clock(2024, 1, 30, 8)
    office_records_the_award_of_the_province(stage, unit_b)
    office_takes_the_workbook_home(stage, cast, tmp_path)
    everybody_sees_the_end(stage, dao)


# --- the units ----------------------------------------------------------------------------------------


def clerk_an_writes_and_submits(stage, cast):
    page = stage.enter("an")
    expect(page.get_by_text("Còn 1 ngày 14 giờ")).to_be_visible()
    stage.look(page, "home-before")
    start_a_nomination(stage, page)
    nomination = Nomination.objects.get()
    assert (nomination.nominee_name, nomination.award_form) == (NOMINEE, "giay_khen")
    stage.look(page, "dossier-empty")
    stage.enter("an")
    press(page, "Soạn Tờ trình")
    write_letter(stage, page)
    write_minutes(stage, page)
    write_report(stage, page)
    score_every_clause(stage, page, nomination)
    upload_evidence(stage, page)
    mend_the_votes(stage, page, nomination)
    submit(stage, page)
    nomination.refresh_from_db()
    assert (nomination.status, nomination.is_late) == (S.SUBMITTED, False)
    return nomination


def start_a_nomination(stage, page):
    press(page, "Lập hồ sơ đề nghị")
    page.get_by_label("Một cá nhân").check()
    page.get_by_role("searchbox").fill("ha thi dao")
    page.get_by_label(NOMINEE).check()
    page.get_by_label("Cá nhân này trực tiếp tham mưu").check()
    page.get_by_label("Công việc trực tiếp tham mưu").fill(
        "Chủ trì tham mưu kế hoạch cải cách hành chính (mẫu)."
    )
    page.get_by_label("Giấy khen").check()
    stage.look(page, "start")
    press(page, "Lập hồ sơ")
    says(page, "Đã lập hồ sơ")
    says(page, "điểm cần bổ sung trước khi trình")


def fill(page, **texts):
    for name, text in texts.items():
        field = page.locator(f"#id_{name}")
        if field.evaluate("node => node.tagName") == "SELECT":
            field.select_option(text)
        else:
            field.fill(text)


def write_letter(stage, page):
    fill(
        page,
        number="07",
        issued_on="03/01/2024",
        reasons="Phòng đã họp xét ngày 02/01/2024 và thống nhất đề nghị (mẫu).",
        achievements="Xử lý 128/128 hồ sơ đúng hạn, 45 việc sớm hạn (mẫu).",
        signer_name="Lê Thị Ánh (mẫu)",
    )
    stage.look(page, "letter")
    press(page, "Lưu và sang phần tiếp")
    says(page, "Đã lưu Tờ trình")


def write_minutes(stage, page):
    """The votes do not add up yet: nine were there, eight voted."""
    fill(
        page,
        started_at_0="02/01/2024",
        started_at_1="14:00",
        ended_at_0="02/01/2024",
        ended_at_1="15:30",
        chair_name="Lê Thị Ánh (mẫu)",
        secretary_name="Nguyễn Văn An (mẫu)",
        total_staff="10",
        present="9",
        absent="1",
        absent_reason="Ông Mẫu Văn Vắng: nghỉ phép (mẫu).",
        discussion="Các ý kiến thống nhất đề nghị khen thưởng (mẫu).",
        conclusion="Cuộc họp thống nhất đề nghị tặng Giấy khen (mẫu).",
    )
    fill(page, **{"votes-0-yes": "7", "votes-0-no": "1"})
    stage.look(page, "minutes")
    press(page, "Lưu và sang phần tiếp")


def write_report(stage, page):
    fill(
        page,
        issued_on="03/01/2024",
        date_of_birth="06/05/1985",
        gender="nu",
        native_place="Xã mẫu, tỉnh Bắc Kạn",
        residence="Phường mẫu, thành phố Bắc Kạn",
        qualification="Đại học",
        duties="Tham mưu công tác cải cách hành chính của Phòng (mẫu).",
        measures="Rà soát quy trình, đưa thủ tục lên trực tuyến (mẫu).",
        results="Xử lý 128/128 hồ sơ đúng hạn (mẫu).",
        effect="Áp dụng cho toàn Phòng (mẫu).",
        confirmer_name="Lê Thị Ánh (mẫu)",
    )
    stage.look(page, "report")
    press(page, "Lưu và sang phần tiếp")


def score_every_clause(stage, page, nomination):
    clauses = clauses_of(nomination)
    for clause in clauses:
        answer(page, clause)
    expect(page.locator("[data-show=total]")).to_have_text("100")
    stage.look(page, f"scores-{nomination.kind}")
    press(page, "Lưu và sang phần tiếp")
    says(page, "Đã lưu điểm tự chấm")
    assert nomination.self_scores.count() == len(clauses)


def clauses_of(nomination):
    return list(
        Clause.objects.filter(criterion__campaign=nomination.campaign, criterion__applies_to=nomination.kind)
    )


def upload_evidence(stage, page):
    page.get_by_label("Tệp").set_input_files(
        {"name": "quyet-dinh.pdf", "mimeType": "application/pdf", "buffer": maker.pdf_upload().read()}
    )
    page.get_by_label("Nội dung, số và ngày văn bản").fill("Quyết định công nhận sáng kiến số 00 (mẫu)")
    page.locator("#id_clause").select_option(label=page.locator("#id_clause option").nth(3).inner_text())
    page.locator("#id_dated_on").fill("15/12/2023")
    press(page, "Tải lên")
    expect(page.get_by_role("link", name="quyet-dinh.pdf")).to_be_visible()
    stage.look(page, "evidence")


def mend_the_votes(stage, page, nomination):
    page.get_by_role("link", name=f"Hồ sơ {nomination.reference}").click()
    says(page, "Còn 1 điểm cần bổ sung trước khi trình")
    assert page.get_by_role("button", name="Trình hồ sơ").is_disabled()
    stage.look(page, "dossier-one-gap")
    gap = page.get_by_role("link", name="phiếu của Hà Thị Đào (mẫu) là 7 đồng ý")
    expect(gap).to_contain_text("= 8, không bằng 9 người có mặt")
    gap.click()
    expect(page.locator("#votes")).to_be_in_viewport()
    fill(page, **{"votes-0-yes": "8"})
    press(page, "Lưu nháp")
    says(page, "Đã lưu Biên bản")
    page.get_by_role("link", name=f"Hồ sơ {nomination.reference}").click()
    says(page, "Hồ sơ đã đủ để trình")
    stage.look(page, "dossier-ready")


def submit(stage, page):
    press(page, "Trình hồ sơ")
    stage.look(page, "submit")
    press(page, "Trình hồ sơ")
    expect(page.get_by_role("heading", name="Biên nhận hồ sơ số")).to_be_visible()
    stage.look(page, "receipt")


def clerk_binh_writes_and_submits(stage, cast, dao):
    nomination = maker.start(cast, unit=cast.unit_b, by=cast.binh, award_form="bang_khen")
    maker.fill(cast, nomination, by=cast.binh)
    nomination.self_scores.all().delete()
    page = stage.enter("binh")
    press(page, "Tự chấm điểm")
    score_every_clause(stage, page, nomination)
    page.get_by_role("link", name=f"Hồ sơ {nomination.reference}").click()
    submit(stage, page)
    for address in ("", "to-trinh/", "tu-cham/", "minh-chung/", "bien-nhan/1/"):
        answer_to = page.goto(f"/ho-so/{dao.reference}/{address}")
        assert answer_to.status == 404, address
    stage.look(page, "not-found")
    assert page.goto("/quan-tri/").status == 403
    stage.look(page, "forbidden")
    nomination.refresh_from_db()
    assert nomination.status == S.SUBMITTED
    return nomination


def unit_a_corrects_and_resubmits(stage, dao):
    """The clerk corrects what was asked; the head of the unit submits."""
    page = stage.enter("an")
    says(page, WHY_BACK)
    stage.look(page, "home-returned")
    press(page, "Sửa hồ sơ")
    says(page, WHY_BACK)
    page.locator(".parts").get_by_role("link", name="Báo cáo thành tích", exact=True).click()
    says(page, WHY_BACK)
    fill(page, results=BETTER)
    press(page, "Lưu nháp")
    says(page, "Đã lưu Báo cáo")
    page.get_by_role("link", name=f"Hồ sơ {dao.reference}").click()
    expect(page.locator("#thay-doi")).to_contain_text(BETTER)
    stage.look(page, "dossier-returned")
    head = stage.enter("anh")
    press(head, "Sửa hồ sơ")
    submit(stage, head)


# --- the Office -----------------------------------------------------------------------------------------


def open_dossier(stage, page, reference):
    page.get_by_role("link", name=reference).first.click()
    expect(page.get_by_role("heading", name="Ba văn bản của lần trình")).to_be_visible()


def office_returns_one(stage, dao):
    page = stage.enter("chi", "/quan-tri/")
    says(page, "2 hồ sơ đã trình, chờ tiếp nhận")
    stage.look(page, "desk-office")
    page.get_by_role("listitem").filter(has_text="chờ tiếp nhận").get_by_role("link", name="Mở").click()
    stage.look(page, "queue")
    open_dossier(stage, page, dao.reference)
    press(page, "Tiếp nhận")
    says(page, "Tiếp nhận:")
    data, name = fetch(page, page.locator("#van-ban a.paper").filter(has_text="Tờ trình"))
    assert data.startswith(b"%PDF")
    assert name.endswith(".pdf")
    assert NOMINEE in plain(" ".join(leaf.extract_text() for leaf in PdfReader(io.BytesIO(data)).pages))
    stage.look(page, "dossier-office")
    report = page.get_by_role("listitem").filter(has_text="Báo cáo thành tích").first
    report.get_by_role("textbox").fill("Thiếu so sánh với quý III.")
    report.get_by_role("button", name="Chưa đạt").click()
    expect(report).to_contain_text("chưa đạt")
    send_back(page, "Thiếu.")
    says(page, "cần nêu lý do, ít nhất 20 ký tự")
    stage.look(page, "dossier-office-refused")
    send_back(page, WHY_BACK)
    says(page, f"Trạng thái mới: {S.RETURNED.label}")


def send_back(page, why):
    page.get_by_label("Lý do “trả lại”").fill(why)
    press(page, "Trả lại")


def office_accepts(stage, dao, unit_b):
    page = stage.enter("chi", "/quan-tri/awards/nomination/")
    open_dossier(stage, page, dao.reference)
    changed = page.get_by_role("row").filter(has_text="kết quả đạt được")
    expect(changed).to_contain_text("Xử lý 128/128 hồ sơ đúng hạn (mẫu).")
    expect(changed).to_contain_text(BETTER)
    stage.look(page, "dossier-office-changes")
    for nomination in (dao, unit_b):
        page.goto("/quan-tri/awards/nomination/")
        open_dossier(stage, page, nomination.reference)
        press(page, "Tiếp nhận")
        assert page.get_by_role("button", name="Chấp nhận hồ sơ").is_disabled()
        for line in ("Tờ trình", "Biên bản", "Báo cáo"):
            paper = page.locator("#van-ban li").filter(has_text=line)
            paper.get_by_role("button", name="Đạt", exact=True).click()
            expect(paper).to_contain_text("✓ đạt")
        press(page, "Chấp nhận hồ sơ")
        nomination.refresh_from_db()
        says(page, f"Trạng thái mới: {S.ACCEPTED.label}")
    assert set(Nomination.objects.values_list("status", flat=True)) == {S.ACCEPTED}


# --- the Council ------------------------------------------------------------------------------------------


def secretary_opens_a_session(stage):
    page = stage.enter("thu", "/quan-tri/")
    says(page, "2 hồ sơ hợp lệ chưa đưa vào phiên họp nào")
    stage.look(page, "desk-secretary")
    press(page, "Đến phiên họp")
    page.get_by_role("link", name="Thêm").first.click()
    page.locator("[name=scheduled_at_0]").fill("09/01/2024")
    page.locator("[name=scheduled_at_1]").fill("14:00")
    page.get_by_label("Địa điểm").fill("Phòng họp tầng 2 (mẫu)")
    stage.look(page, "session-plan")
    press(page, "Lập phiên họp")
    says(page, "Chương trình: 2 hồ sơ")
    stage.look(page, "session-planned")
    press(page, "Khai mạc phiên họp")
    says(page, "cần ít nhất 3")
    for person in page.locator("#diem-danh li").all():
        person.get_by_label("Có mặt").check()
    press(page, "Lưu điểm danh")
    says(page, "Đã lưu điểm danh")
    press(page, "Khai mạc phiên họp")
    says(page, "Phiên họp đã khai mạc")
    stage.look(page, "session-open-secretary")
    return CouncilSession.objects.get()


def member_giang_scores_and_votes(stage, session, dao, unit_b):
    page = stage.enter("giang", "/quan-tri/")
    says(page, "còn 2 hồ sơ bạn chưa bỏ phiếu")
    stage.look(page, "desk-member")
    page.get_by_role("listitem").filter(has_text="chưa bỏ phiếu").get_by_role(
        "link", name="Chấm điểm"
    ).click()
    stage.look(page, "session-member")
    score_as_giang(stage, page, unit_b)
    score_as_giang(stage, page, dao, changed="I2")
    says(page, "đã có 2/8 phiếu")


def score_as_giang(stage, page, nomination, changed=""):
    line = page.locator("ul.agenda li").filter(has_text=nomination.reference)
    line.get_by_role("link", name="Chấm điểm").click()
    if changed:
        page.locator(f"[name='points-{changed}']").fill("27,5")
        press(page, "Lưu điểm")
        says(page, f"Điểm ý {changed} khác điểm tự chấm thì cần ghi lý do")
        page.locator(f"[name='note-{changed}']").fill("02 việc đúng hạn, không sớm hạn (mẫu).")
    stage.look(page, f"score-{nomination.kind}")
    press(page, "Lưu điểm")
    says(page, "Điểm đã lưu: 97,5/100" if changed else "Điểm đã lưu: 100/100")
    press(page, "Đồng ý")
    stage.look(page, "vote")
    press(page, "Bỏ phiếu: Đồng ý")
    says(page, f"Đã bỏ phiếu cho hồ sơ {nomination.reference}")


def the_others_score_and_vote(cast, session):
    for item in session.items.select_related("session__campaign", "nomination__campaign"):
        given = {
            code: (points, "") for code, points in actions.council_scores.self_points(item.nomination).items()
        }
        for user in (cast.dung, cast.thu, cast.hai):
            actions.council_scores.score(item, given, by=user)
            against = user == cast.hai and item.award_form == "giay_khen"
            actions.council_scores.vote(item, "no" if against else "yes", by=user)


def secretary_closes_and_records(stage, session, dao, unit_b):
    page = stage.enter("thu", f"/quan-tri/awards/councilsession/{session.pk}/change/")
    press(page, "Bảng tổng hợp")
    says(page, "Bỏ phiếu kín")
    says(page, "4/4")
    assert page.get_by_role("columnheader", name="Không đồng ý").count() == 0
    stage.look(page, "board-open")
    press(page, "Về phiên họp")
    page.get_by_label("Kết luận của người chủ trì").fill("Hội đồng thống nhất kết quả bỏ phiếu (mẫu).")
    press(page, "Kết thúc phiên họp")
    says(page, "Phiên họp đã kết thúc")
    stage.look(page, "session-closed")
    press(page, "Bảng tổng hợp")
    says(page, "75%")
    stage.look(page, "board")
    page.get_by_role("link", name="Kết quả và kết luận").click()
    stage.look(page, "results")
    press(page, "Ghi nhận kết luận đã chọn")
    says(page, "Đã ghi nhận kết luận của 02 hồ sơ")
    assert set(Nomination.objects.values_list("status", flat=True)) == {S.RECOMMENDED}


# --- decisions --------------------------------------------------------------------------------------------


def office_drafts(stage, dao, unit_b):
    page = stage.enter("chi", "/quan-tri/")
    press(page, "Ghi số, ngày Kế hoạch")
    page.get_by_label("Số kế hoạch").fill("112")
    page.get_by_label("Ngày ký").fill("01/11/2023")
    stage.look(page, "plan-number")
    press(page, "Ghi số, ngày Kế hoạch")
    says(page, "Đã ghi Kế hoạch số 112")
    draft(stage, page, "Giấy khen", number="05", nomination=dao)
    says(page, "540.000")
    draft(stage, page, "Bằng khen", number="09", nomination=unit_b)


def draft(stage, page, form, *, number, nomination):
    page.goto("/quan-tri/")
    stage.look(page, "desk-office-drafting")
    page.get_by_role("listitem").filter(has_text=f"hồ sơ {form} được Hội đồng đề nghị").get_by_role(
        "link"
    ).click()
    stage.look(page, "decision-choose")
    kind = {"Giấy khen": "Quyết định tặng Giấy khen", "Bằng khen": "Tờ trình"}[form]
    choose_kind(page, kind)
    page.get_by_label("Số", exact=False).first.fill(number)
    page.get_by_label("Ngày ký").fill("15/01/2024")
    page.get_by_label("Họ tên người ký").fill("Đặng Tiến Dũng (mẫu)")
    page.get_by_label(nomination.reference).check()
    press(page, "Lưu dự thảo")
    says(page, "Đã lưu dự thảo")
    says(page, nomination.nominee_name)
    stage.look(page, f"decision-draft-{form}")


def choose_kind(page, kind):
    page.get_by_role("listitem").filter(has_text=kind).get_by_role("link", name="Soạn dự thảo").click()


def director_signs(stage, dao, unit_b):
    page = stage.enter("dung", "/quan-tri/")
    stage.look(page, "desk-director")
    for paper, nomination, status in (("05/QĐ-STTT", dao, S.AWARDED), ("09/TTr-STTT", unit_b, S.FORWARDED)):
        page.goto("/quan-tri/")
        page.get_by_role("listitem").filter(has_text=f"{paper}: chờ xác nhận đã ký").get_by_role(
            "link"
        ).click()
        stage.look(page, f"decision-director-{nomination.kind}")
        press(page, "Xác nhận đã ký…")
        says(page, nomination.nominee_name)
        stage.look(page, f"decision-sign-{nomination.kind}")
        press(page, "Xác nhận đã ký")
        says(page, "Đã xác nhận ký")
        nomination.refresh_from_db()
        assert nomination.status == status
    stage.look(page, "decision-signed")


def office_records_the_award_of_the_province(stage, unit_b):
    page = stage.enter("chi", "/quan-tri/")
    press(page, "Ghi nhận")
    choose_kind(page, "Quyết định tặng Bằng khen")
    page.get_by_label("Số", exact=False).first.fill("123")
    page.get_by_label("Ngày ký").fill("26/01/2024")
    page.get_by_label("Họ tên người ký").fill("Nguyễn Văn Tỉnh (mẫu)")
    page.get_by_label(unit_b.reference).check()
    press(page, "Lưu dự thảo")
    says(page, "5.400.000")
    press(page, "Ghi nhận văn bản của tỉnh…")
    stage.look(page, "decision-province")
    press(page, "Ghi nhận văn bản của tỉnh")
    says(page, "Đã ghi nhận 123/QĐ-UBND")
    unit_b.refresh_from_db()
    assert unit_b.status == S.AWARDED
    assert sorted(Award.objects.values_list("bonus_amount", flat=True)) == [540_000, 5_400_000]


# --- the lists ----------------------------------------------------------------------------------------------


def office_takes_the_workbook_home(stage, cast, folder):
    page = stage.enter("chi", "/quan-tri/awards/nomination/")
    stage.look(page, "queue-end")
    data, name = fetch(page, page.get_by_role("link", name="Cả hai bảng"))
    book = openpyxl.load_workbook(io.BytesIO(data))
    proposed, decided = ([cell for row in sheet.values for cell in row] for sheet in book)
    for cells in (proposed, decided):
        texts = plain(" ".join(str(cell) for cell in cells if cell is not None))
        for wanted in (NOMINEE, cast.unit_b.name, "Giấy khen", "Bằng khen", "112/KH-STTT"):
            assert wanted in texts
    assert {540_000, 5_400_000, 5_940_000} <= set(decided)
    printed = as_pdf(data, folder / name)
    assert printed.count(NOMINEE) >= 2
    assert printed.count(cast.unit_b.name) >= 2


def as_pdf(data, path):
    """What LibreOffice prints of a workbook."""
    path.write_bytes(data)
    profile = f"-env:UserInstallation=file://{path.parent}/profile"
    line = [office(), profile, "--headless", "--convert-to", "pdf", "--outdir", str(path.parent), str(path)]
    subprocess.run(line, check=True, capture_output=True, timeout=120)
    return plain(" ".join(leaf.extract_text() for leaf in PdfReader(path.with_suffix(".pdf")).pages))


def everybody_sees_the_end(stage, dao):
    page = stage.enter("an")
    stage.look(page, "home-end")
    page.get_by_role("link", name=NOMINEE).click()
    says(page, "số 05/QĐ-STTT ngày 15/01/2024; tiền thưởng 540.000 đồng")
    stage.look(page, "dossier-end")
    inspector = stage.enter("quan", "/quan-tri/")
    stage.look(inspector, "desk-administrator")
    inspector.goto("/quan-tri/awards/event/")
    stage.look(inspector, "history")
    press(inspector, "Kiểm tra chuỗi nhật ký")
    stage.look(inspector, "verify")
    told = io.StringIO()
    call_command("verify_history", stdout=told)
    assert "Nhật ký nguyên vẹn" in told.getvalue()
