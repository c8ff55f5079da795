"""Contents at the ends of what people type: nothing, 200 letters, three pages, sixty rows, decomposed letters."""

import unicodedata

from . import samples

UNIT_200 = ("Trung tâm Ứng dụng và Phát triển công nghệ thông tin, truyền thông, chuyển đổi số " * 3)[
    :200
].strip()
PERSON_200 = ("Nguyễn Đăng Hoàng " * 12)[:200].strip()
UNBROKEN_200 = "A" * 200
PARAGRAPH = "nội dung rất dài cần nhiều dòng. " * 12


def long_text(paragraphs):
    return "\n".join(f"Đoạn {n}: {PARAGRAPH}" for n in range(paragraphs))


def long_unit(name=UNIT_200):
    return samples.collective(nominee={"name": name, "unit": name, "unit_abbreviation": ""})


def long_person():
    return samples.individual(
        nominee={"name": PERSON_200},
        letter={"signer_name": PERSON_200},
        minutes={"chair_name": PERSON_200, "secretary_name": PERSON_200},
        report={"confirmer_name": PERSON_200},
    )


def of_length(paragraphs):
    """The same dossier with that many paragraphs, so that its end comes to stand anywhere on a page."""
    text = long_text(paragraphs)
    return samples.individual(
        letter={"reasons": text}, minutes={"discussion": text}, report={"results": text}
    )


def many_recipients():
    names = [f"Đơn vị thứ {n} trực thuộc Sở Thông tin và Truyền thông tỉnh Bắc Kạn" for n in range(1, 13)]
    return samples.individual(letter={"recipients": "\n".join(names)})


def rows(count=60):
    """Tables over several pages: votes in the minutes, scores and evidence in the report."""
    content = samples.individual()
    evidence, vote = content["evidence"][0], content["votes"][1]
    content["evidence"] = [
        evidence
        | {"name": f"tep-{n}.pdf", "description": f"Báo cáo số {n}/BC-BCVT (mẫu) {'về kết quả ' * (n % 7)}"}
        for n in range(1, count + 1)
    ]
    content["scores"] = [content["scores"][n % 3] | {"clause": f"CN.{n}"} for n in range(1, count + 1)]
    content["votes"][1:] = [vote | {"candidate": f"Nông Thị Hiền {n} (mẫu)"} for n in range(2, count + 1)]
    return content


def decomposed(value):
    """As a Mac gives it: each letter apart from its marks."""
    if isinstance(value, dict):
        return {key: decomposed(item) for key, item in value.items()}
    if isinstance(value, list):
        return [decomposed(item) for item in value]
    return unicodedata.normalize("NFD", value) if isinstance(value, str) else value


EVERY = {
    "short": samples.blank,
    "individual": samples.individual,
    "collective": samples.collective,
    "department": samples.department,
    "unit of 200 letters": long_unit,
    "unit of 200 letters without a space": lambda: long_unit(UNBROKEN_200),
    "person of 200 letters": long_person,
    "three pages": lambda: of_length(20),
    "twelve recipients": many_recipients,
    "sixty rows": rows,
    "decomposed letters": lambda: decomposed(samples.individual()),
}
