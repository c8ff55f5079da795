"""Báo cáo thành tích, Mẫu số 07 of Decree 91/2017 (docs/domain.md 1.2): by campaign, collective and individual alike."""

from awards.audit import SHORT
from awards.models import Report
from awards.papers import nd30, wording
from awards.papers.blocks import Annex, Column, Heading, Paper, Paragraph, Signature, Signatures, Table, text

_COLLECTIVE = (
    ("founding", "Quá trình thành lập và phát triển"),
    ("structure", "Cơ cấu tổ chức, tổng số cán bộ, công chức, viên chức"),
    ("organisations", "Tổ chức đảng, đoàn thể"),
    ("functions", "Chức năng, nhiệm vụ"),
)
_ACHIEVED = (
    ("duties", "Nhiệm vụ được giao"),
    ("measures", "Biện pháp, giải pháp đã thực hiện"),
    ("results", "Kết quả đạt được"),
    ("effect", "Tác dụng, phạm vi ảnh hưởng"),
    ("initiatives", "Sáng kiến, giải pháp và văn bản công nhận"),
)
_SCORES = (
    Column("Ý tiêu chí", 10, "centre"),
    Column("Nội dung", 40),
    Column("Điểm chuẩn", 11, "centre"),
    Column("Điểm tự chấm", 11, "centre"),
    Column("Giải trình", 28),
)
_EVIDENCE = (
    Column("TT", 6, "centre"),
    Column("Nội dung, số và ngày văn bản", 33),
    Column("Ngày", 15, "centre"),
    Column("Ý tiêu chí", 9, "centre"),
    Column("Tên tệp", 18),
    Column(f"Mã SHA-256 ({SHORT} ký tự đầu)", 19, "centre"),
)


def compose(content):
    report = content["report"]
    annexes = _annexes(content)
    award = wording.award_in_full(content)
    return Paper(
        part="report",
        title=f"Báo cáo thành tích đề nghị tặng {award}: {wording.nominee(content)}",
        author=wording.unit(content),
        reference=content["reference"],
        blocks=(
            wording.header(content, issued_on=report["issued_on"]),
            nd30.title(
                ["BÁO CÁO THÀNH TÍCH", f"ĐỀ NGHỊ TẶNG {award.upper()}"],
                f"Trong {wording.movement(content)}",
                note=[wording.nominee_in_full(content)],
            ),
            *_who(content),
            Heading("II. THÀNH TÍCH ĐẠT ĐƯỢC", 1),
            *_achieved(report),
            *_prior(report),
            *_mention(annexes),
            Paragraph(text(nd30.closing(_end(content)))),
            _signatures(content),
        ),
        annexes=annexes,
    )


def _who(content):
    if wording.is_individual(content):
        return [Heading("I. SƠ LƯỢC LÝ LỊCH", 1), *_person(content)]
    return [Heading("I. SƠ LƯỢC ĐẶC ĐIỂM, TÌNH HÌNH", 1), *_collective(content)]


def _person(content):
    report, who = content["report"], content["nominee"]
    born = report["date_of_birth"] or who["date_of_birth"]
    genders = dict(Report._meta.get_field("gender").choices)
    yield wording.labelled("- Họ và tên", wording.nominee(content))
    if report["alias"]:
        yield wording.labelled("- Bí danh, tên gọi khác", report["alias"])
    yield wording.labelled("- Ngày, tháng, năm sinh", wording.short_day(born))
    yield wording.labelled("- Giới tính", genders.get(report["gender"], ""))
    yield wording.labelled("- Quê quán", report["native_place"])
    yield wording.labelled("- Nơi thường trú", report["residence"])
    yield wording.labelled("- Nghề nghiệp", report["occupation"])
    yield wording.labelled("- Trình độ chuyên môn", report["qualification"])
    yield wording.labelled("- Chức vụ, đơn vị công tác", wording.post(content))
    if who["direct_work_note"]:
        yield wording.labelled("- Công việc trực tiếp tham mưu, triển khai", who["direct_work_note"])


def _collective(content):
    report = content["report"]
    yield wording.labelled("- Tên tập thể", wording.nominee(content))
    yield wording.labelled("- Trụ sở chính", report["address"])
    for name, label in (("phone", "Điện thoại"), ("fax", "Fax"), ("website", "Trang tin điện tử")):
        if report[name]:
            yield wording.labelled(f"- {label}", report[name])
    for name, label in _COLLECTIVE:
        yield from _told(f"- {label}", report[name])


def _told(label, typed):
    """A label with its first paragraph on the same line, the others below."""
    first, *others = wording.lines(typed) or [""]
    yield wording.labelled(label, first)
    yield from (Paragraph(text(line)) for line in others)


def _achieved(report):
    given = [(name, label) for name, label in _ACHIEVED if report[name]]
    for at, (name, label) in enumerate(given or _ACHIEVED[:3], 1):
        yield Heading(f"{at}. {label}")
        yield from wording.paragraphs(report[name])


def _prior(report):
    """Part III only when something is given: the short form leaves it out."""
    if report["prior_awards"]:
        yield Heading("III. CÁC HÌNH THỨC ĐÃ ĐƯỢC KHEN THƯỞNG", 1)
        yield from wording.paragraphs(report["prior_awards"])


def _mention(annexes):
    """The main text must name its annexes (Decree 30, appendix I)."""
    if annexes:
        named = "; ".join(f"{annex.name}: {annex.title}" for annex in annexes)
        yield Paragraph(text(f"Kèm theo Báo cáo này có {named}."))


def _end(content):
    return f"Trên đây là Báo cáo thành tích của {wording.nominee_inside(content)} trong Đợt thi đua"


def _signatures(content):
    report = content["report"]
    sealed = "(Ký, đóng dấu)" if wording.has_seal(content) else "(Ký, ghi rõ họ tên)"
    if wording.is_individual(content):
        left = ("XÁC NHẬN CỦA", "THỦ TRƯỞNG ĐƠN VỊ")
        right, hint = ("NGƯỜI BÁO CÁO THÀNH TÍCH",), "(Ký, ghi rõ họ tên)"
        name, confirming = report["reporter_name"] or content["nominee"]["name"], sealed
    else:
        left = ("THỦ TRƯỞNG ĐƠN VỊ", "CẤP TRÊN TRỰC TIẾP", "NHẬN XÉT, XÁC NHẬN")
        right, hint = ("THỦ TRƯỞNG ĐƠN VỊ", *_own(report["reporter_title"])), sealed
        name, confirming = report["reporter_name"], "(Ký, đóng dấu)"
    return Signatures(
        Signature((*left, *_own(report["confirmer_title"])), report["confirmer_name"], confirming),
        Signature(right, name, hint),
    )


def _own(title):
    return (title.upper(),) if title else ()


# --- annexes ---------------------------------------------------------------------------------------------


def _annexes(content):
    tables = [
        ("Bảng tự chấm điểm", _scores(content)),
        ("Danh mục tài liệu kiểm chứng", _evidence(content)),
    ]
    given = [(title, table) for title, table in tables if table.rows]
    return tuple(
        Annex(nd30.annex_name(at, len(given)), title, (table,)) for at, (title, table) in enumerate(given, 1)
    )


def _scores(content):
    rows = tuple(
        (
            row["clause"],
            row["text"],
            wording.points(row["max"]),
            wording.points(row["points"]),
            _explained(row),
        )
        for row in content["scores"]
    )
    total = ("", "Tổng điểm tự chấm (thang 100)", "", wording.points(content["self_total"]), "")
    answered = any(row["answer"] for row in content["scores"])
    return Table(_SCORES, rows if answered else (), total)


def _explained(row):
    """What was answered (levels, figures, "Không áp dụng"), then why."""
    answer = row["answer_text"]
    return "\n".join(filter(None, (f"{answer[:1].upper()}{answer[1:]}", row["explanation"])))


def _evidence(content):
    return Table(
        _EVIDENCE,
        tuple(
            (
                f"{at}",
                item["description"],
                wording.short_day(item["dated_on"]),
                item["clause"],
                item["name"],
                item["sha256"][:SHORT],
            )
            for at, item in enumerate(content["evidence"], 1)
        ),
    )
