"""How a paragraph is broken into lines, which no renderer's default gets right."""

import random

import pytest

from awards.papers import render
from awards.papers.blocks import Paper, Paragraph, text

from .test_pdf import pages_of

pytestmark = pytest.mark.pango

WORDS = (
    *("căn", "cứ", "quy", "định", "chi", "tiết", "thi", "hành", "một", "số", "điều", "của"),
    *("Luật", "Thi", "đua", "khen", "thưởng", "phòng", "Chính", "phủ"),
)


def lines_of(*sentences):
    paragraphs = tuple(Paragraph(text(sentence), "basis") for sentence in sentences)
    pdf = render.pdf.write(Paper("x", "x", "x", "x", paragraphs))
    return [line.strip() for page in pages_of(pdf) for line in page.extract_text().split("\n")]


def test_no_line_is_torn_in_the_middle_of_a_symbol():
    sentences = [f"{'i' * n} theo Nghị định số 98/2023/NĐ-CP và Kế hoạch số 680/KH-UBND" for n in range(60)]
    lines = lines_of(*sentences)
    assert len(lines) > 60, "some are broken"
    assert not [line for line in lines if line.endswith("-")]
    assert " ".join(lines).count("98/2023/NĐ-CP") == 60


def test_only_the_last_line_of_a_paragraph_is_short():
    shuffle = random.Random(7)
    for _ in range(6):
        made = [" ".join(shuffle.choices(WORDS, k=shuffle.randint(26, 60))) for _ in range(50)]
        ends = {sentence.split()[-1] for sentence in made}
        for line in lines_of(*made):
            assert len(line) > 25 or line.split()[-1] in ends or line.isdigit(), line


def test_a_symbol_at_the_end_of_a_line_leaves_the_words_before_it_together():
    shuffle = random.Random(3)
    made = [
        f"{' '.join(shuffle.choices(WORDS, k=shuffle.randint(6, 22)))} (Nghị định số 91/2017/NĐ-CP); tiêu chuẩn, hình "
        "thức khen thưởng được xét theo Nghị định số 98/2023/NĐ-CP, có hiệu lực từ đầu năm nay cho mọi người."
        for _ in range(500)
    ]
    lines = lines_of(*made)
    assert [line for line in lines if len(line) < 25 and not line.endswith(".") and not line.isdigit()] == []
    assert not [line for line in lines if line.endswith("-")]


def test_a_typed_symbol_is_text_in_the_page():
    page = render.html.page(Paper("x", "1/QĐ-STTT", "x", "x", (Paragraph(text("số 01/QĐ-STTT & <b>")),)))
    assert (
        '<p class="body">số<span> </span><span class="symbol">01/QĐ-STTT</span> &amp; &lt;b&gt;</p>' in page
    )
    assert "<title>1/QĐ-STTT</title>" in page
