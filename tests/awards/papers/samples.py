"""Dossiers as awards.snapshots.dossier.build returns them. Every person is invented and marked "(mẫu)"."""

from copy import deepcopy

TITLE = (
    "Đẩy mạnh cải cách hành chính, thu hút đầu tư, góp phần thực hiện thắng lợi các chỉ tiêu phát triển "
    "kinh tế - xã hội của tỉnh 3 tháng cuối năm 2023"
)

CAMPAIGN = {
    "code": "bac-kan-2023",
    "title": TITLE,
    "plan": "05/KH-STTT",
    "plan_date": "2023-11-06",
    "plan_is_sample": True,
    "starts_on": "2023-10-01",
    "ends_on": "2023-12-31",
    "department": "Sở Thông tin và Truyền thông",
    "province": "Bắc Kạn",
    "parent": "UBND tỉnh Bắc Kạn",
    "place": "Bắc Kạn",
    "agency_code": "STTT",
    "council": "Hội đồng Thi đua - Khen thưởng Sở",
    "report_form": "Mẫu số 07 ban hành kèm theo Nghị định số 91/2017/NĐ-CP của Chính phủ",
}

LETTER = {
    "number": "5",
    "issued_on": "2024-01-03",
    "addressee": "Giám đốc Sở Thông tin và Truyền thông\nHội đồng Thi đua - Khen thưởng Sở",
    "reasons": (
        "Ngay sau khi Kế hoạch được ban hành, Phòng đã phổ biến tới toàn thể công chức, phân công từng người "
        "theo dõi từng chỉ tiêu và kiểm điểm tiến độ vào sáng thứ Hai hằng tuần.\n"
        "Qua theo dõi, tập thể, cá nhân được đề nghị là trường hợp tiêu biểu nhất, có sản phẩm cụ thể."
    ),
    "achievements": (
        "Cập nhật 100% hồ sơ lên Một cửa điện tử; 412/412 hồ sơ giải quyết đúng hạn, trong đó 371 hồ sơ "
        "trước hạn (90,05%); rà soát, đề xuất cắt giảm 06/24 thủ tục hành chính nội bộ (25%)."
    ),
    "recipients": "Văn phòng Sở",
    "signer_authority": "",
    "signer_title": "Trưởng phòng",
    "signer_name": "Lý Thị Bích (mẫu)",
}

MINUTES = {
    "number": "3",
    "started_at": "2023-12-28T14:00:00+07:00",
    "ended_at": "2023-12-28T15:30:00+07:00",
    "place": "Phòng họp số 2, trụ sở Sở Thông tin và Truyền thông",
    "chair_name": "Lý Thị Bích (mẫu)",
    "chair_title": "Trưởng phòng",
    "secretary_name": "Hoàng Minh Đức (mẫu)",
    "secretary_title": "Chuyên viên",
    "total_staff": 9,
    "present": 8,
    "absent": 1,
    "absent_reason": "Bà Triệu Thị Lan (mẫu), nghỉ thai sản.",
    "discussion": (
        "Chủ trì quán triệt đối tượng, tiêu chuẩn và số lượng đề nghị khen thưởng theo Kế hoạch.\n"
        "Ông Hoàng Minh Đức (mẫu) trình bày thành tích của các trường hợp được giới thiệu.\n"
        "Các thành viên thảo luận, đối chiếu với tiêu chí và tài liệu kiểm chứng; không có ý kiến khác."
    ),
    "conclusion": "Thống nhất lựa chọn và hoàn thiện hồ sơ trình khen thưởng trước ngày 05/01/2024.",
}

REPORT = {
    "issued_on": "2024-01-02",
    "address": "Tổ 1A, phường Đức Xuân, thành phố Bắc Kạn, tỉnh Bắc Kạn",
    "phone": "0209.3870.000",
    "fax": "",
    "website": "",
    "founding": "Phòng được thành lập cùng với Sở, kiện toàn chức năng, nhiệm vụ từ năm 2016.",
    "structure": "Phòng có 09 công chức: 01 Trưởng phòng, 02 Phó Trưởng phòng và 06 chuyên viên.",
    "organisations": "Chi bộ có 07 đảng viên; 100% công chức là đoàn viên công đoàn.",
    "functions": "Tham mưu quản lý nhà nước về bưu chính, viễn thông trên địa bàn tỉnh.",
    "alias": "",
    "date_of_birth": "1990-03-07",
    "gender": "nam",
    "native_place": "Xã Cường Lợi, huyện Na Rì, tỉnh Bắc Kạn",
    "residence": "Phường Sông Cầu, thành phố Bắc Kạn, tỉnh Bắc Kạn",
    "occupation": "Công chức",
    "qualification": "Kỹ sư điện tử - viễn thông",
    "duties": "Theo dõi việc tiếp nhận, giải quyết thủ tục hành chính lĩnh vực bưu chính, viễn thông.",
    "measures": (
        "Lập bảng theo dõi hạn trả của từng hồ sơ, nhắc trước 02 ngày làm việc.\n"
        "- Rà soát 24 thủ tục hành chính nội bộ, đề xuất cắt giảm 06 thủ tục.\n"
        "- Tổ chức 03 buổi hướng dẫn trực tuyến cho 47 doanh nghiệp."
    ),
    "results": (
        "Trong Đợt thi đua đã giải quyết 412/412 hồ sơ đúng hạn (100%), trong đó 371 hồ sơ trước hạn; cùng kỳ "
        "năm 2022 là 388/401 hồ sơ đúng hạn (96,76%).\n"
        "Kinh phí in ấn tiết kiệm được 18.500.000 đồng."
    ),
    "effect": "Cách làm đã được 04 phòng của Sở áp dụng.",
    "initiatives": "Sáng kiến “Bảng nhắc hạn hồ sơ” (mẫu), Quyết định số 00/QĐ-STTT ngày 20/11/2023 (mẫu).",
    "prior_awards": "",
    "reporter_title": "",
    "reporter_name": "",
    "confirmer_title": "Trưởng phòng",
    "confirmer_name": "Lý Thị Bích (mẫu)",
}

INDIVIDUAL = {
    "schema": 1,
    "reference": "BK23-007",
    "campaign": CAMPAIGN,
    "nominee": {
        "kind": "individual",
        "name": "Nguyễn Văn An (mẫu)",
        "honorific": "Ông",
        "position": "Chuyên viên",
        "date_of_birth": "1990-03-07",
        "personnel_id": "BK-0123",
        "person_unit": "Phòng Bưu chính - Viễn thông",
        "unit": "Phòng Bưu chính - Viễn thông",
        "unit_kind": "division",
        "unit_abbreviation": "BCVT",
        "unit_head_title": "Trưởng phòng",
        "award_form": "giay_khen",
        "award_authority": "Giám đốc Sở Thông tin và Truyền thông",
        "is_direct_worker": True,
        "direct_work_note": "Cải cách thủ tục hành chính lĩnh vực viễn thông",
    },
    "law": [
        "Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022",
        "Nghị định số 98/2023/NĐ-CP ngày 31 tháng 12 năm 2023 của Chính phủ quy định chi tiết thi hành một số điều "
        "của Luật Thi đua, khen thưởng",
    ],
    "letter": LETTER,
    "minutes": MINUTES,
    "votes": [
        {"candidate": "Nguyễn Văn An (mẫu)", "is_nominee": True, "yes": 7, "no": 1, "blank": 0},
        {"candidate": "Nông Thị Hiền (mẫu)", "is_nominee": False, "yes": 3, "no": 3, "blank": 2},
    ],
    "report": REPORT,
    "evidence": [
        {
            "key": "11111111-1111-4111-8111-111111111111",
            "clause": "CN.1",
            "description": "Báo cáo số 00/BC-BCVT (mẫu) về kết quả giải quyết hồ sơ quý IV năm 2023",
            "dated_on": "2023-12-29",
            "name": "bao-cao-quy-4.pdf",
            "size": 120_345,
            "sha256": "0123456789abcdef" * 4,
        },
    ],
    "scores": [
        {
            "clause": "CN.1",
            "criterion": "CN",
            "text": "Hoàn thành công việc, văn bản, trả kết quả sớm hơn thời hạn quy định",
            "max": "40.00",
            "answer": {"state": "answered", "numerator": "371", "denominator": "412"},
            "answer_text": "371/412",
            "explanation": "371/412 hồ sơ trả trước hạn.",
            "points": "36.02",
        },
        {
            "clause": "CN.2",
            "criterion": "CN",
            "text": "Có sáng kiến, giải pháp hữu ích được cấp có thẩm quyền công nhận",
            "max": "30.00",
            "answer": {"state": "answered", "count": 1},
            "answer_text": "1 sáng kiến",
            "explanation": "01 sáng kiến cấp cơ sở.",
            "points": "30.00",
        },
        {
            "clause": "CN.3",
            "criterion": "CN",
            "text": "Góp phần hoàn thành nhiệm vụ trọng tâm của cơ quan, đơn vị",
            "max": "30.00",
            "answer": {"state": "not_applicable"},
            "answer_text": "không áp dụng",
            "explanation": "Không được giao.",
            "points": None,
        },
    ],
    "self_total": "94.31",
}


def _changed(base, **changes):
    """A copy in which the given parts are updated, e.g. nominee={"name": …}."""
    copy = deepcopy(base)
    for part, fields in changes.items():
        if isinstance(fields, dict):
            copy[part].update(fields)
        else:
            copy[part] = fields
    return copy


def individual(**changes):
    """A civil servant of a room, proposed for a Giấy khen; the head signs."""
    return _changed(INDIVIDUAL, **changes)


def collective(**changes):
    """An affiliated centre proposing itself for a Bằng khen; the deputy signs for the head."""
    centre = _changed(
        INDIVIDUAL,
        reference="BK23-011",
        nominee={
            "kind": "collective",
            "name": "Trung tâm Công nghệ thông tin và Truyền thông",
            "honorific": "",
            "position": "",
            "date_of_birth": None,
            "personnel_id": "",
            "person_unit": "",
            "unit": "Trung tâm Công nghệ thông tin và Truyền thông",
            "unit_kind": "affiliated",
            "unit_abbreviation": "TTCNTT",
            "unit_head_title": "Giám đốc",
            "award_form": "bang_khen",
            "award_authority": "Chủ tịch UBND tỉnh Bắc Kạn",
            "is_direct_worker": False,
            "direct_work_note": "",
        },
        letter={
            "number": "",
            "issued_on": None,
            "addressee": "Giám đốc Sở Thông tin và Truyền thông",
            "signer_authority": "KT.",
            "signer_title": "Phó Giám đốc",
            "signer_name": "Ma Văn Kiên (mẫu)",
        },
        votes=[
            {
                "candidate": "Trung tâm Công nghệ thông tin và Truyền thông",
                "is_nominee": True,
                "yes": 12,
                "no": 0,
                "blank": 0,
            }
        ],
        minutes={"total_staff": 14, "present": 12, "absent": 2},
        report={
            "reporter_title": "Giám đốc",
            "reporter_name": "Hà Thị Mai (mẫu)",
            "confirmer_title": "Giám đốc Sở",
            "confirmer_name": "",
            "prior_awards": "Giấy khen của Giám đốc Sở năm 2022 (mẫu).",
        },
    )
    return _changed(centre, **changes)


def department(**changes):
    """The department as a whole, addressed to the province (plan III.2.2a)."""
    whole = collective(
        nominee={
            "name": "Sở Thông tin và Truyền thông",
            "unit": "Sở Thông tin và Truyền thông",
            "unit_kind": "whole",
            "unit_abbreviation": "",
        },
        letter={"addressee": "Chủ tịch UBND tỉnh Bắc Kạn\nSở Nội vụ (Ban Thi đua - Khen thưởng tỉnh)"},
        votes=[
            {
                "candidate": "Sở Thông tin và Truyền thông",
                "is_nominee": True,
                "yes": 12,
                "no": 0,
                "blank": 0,
            }
        ],
    )
    return _changed(whole, **changes)


def blank():
    """A dossier that was only just begun: nothing typed yet, and a plan without number and date."""
    empty = individual(
        campaign={"plan": "…/KH-STTT", "plan_date": None, "plan_is_sample": False}, votes=[], evidence=[]
    )
    for part in ("letter", "minutes", "report"):
        empty[part] = {
            name: "" if isinstance(value, str) and not name.endswith(("_at", "_on")) else None
            for name, value in empty[part].items()
        }
    empty["scores"] = [
        row | {"answer": {}, "answer_text": "", "explanation": "", "points": None} for row in empty["scores"]
    ]
    empty["self_total"] = None
    return empty
