"""A machine without Pango: a sentence instead of a PDF, and the browser's own print."""

import pytest

from awards import papers

from . import samples


@pytest.mark.usefixtures("without_pango")
def test_no_pdf_but_a_sentence_that_says_what_to_do():
    assert papers.available() is False
    with pytest.raises(papers.Unavailable) as caught:
        papers.pdf("letter", samples.individual())
    for words in ("Pango", "apt-get install", "in từ trình duyệt"):
        assert words in papers.Unavailable.sentence
    assert str(caught.value) == papers.Unavailable.sentence


@pytest.mark.usefixtures("without_pango")
@pytest.mark.parametrize("part", ["letter", "minutes", "report"])
def test_the_browser_still_prints_one_self_contained_page(part):
    page = papers.html(part, samples.individual(), draft=True, nonce="abc")
    assert page.startswith("<!DOCTYPE html>")
    assert '<style nonce="abc">' in page
    assert "size: 210mm 297mm" in page
    assert "Nguyễn Văn An (mẫu)" in page
    assert "BẢN NHÁP" in page
    assert "src=" not in page
    assert "href=" not in page
    assert "style=" not in page, "the content security policy refuses style attributes"


def test_typed_markup_is_escaped_in_the_browser_too():
    page = papers.html("report", samples.individual(report={"results": "<script>alert(1)</script>"}))
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_a_blank_is_marked_on_screen():
    page = papers.html("letter", samples.individual(letter={"number": ""}))
    assert '<span class="blank">' in page


def test_an_unknown_paper_is_an_error():
    with pytest.raises(KeyError):
        papers.html("decision", samples.individual())
