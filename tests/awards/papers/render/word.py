"""What a Word file says, and whether it says it as the PDF does: every story, paragraph by paragraph."""

import io
import shutil
import subprocess
import unicodedata

from docx import Document
from docx.oxml.ns import qn

from awards.paper_checks import Paper, judge, read
from tests.plugins import office

# LibreOffice 7.4 writes PDF/A of level B at most, and leaves the lines it draws outside of the structure.
NOT_LIBREOFFICE = {"pdfa", "tags"}
_ARCHIVE = '{"SelectPdfVersion": {"type": "long", "value": "2"}, "UseTaggedPDF": {"type": "boolean", "value": "true"}}'
_SHOWN = {qn("w:br"): " ", qn("w:tab"): " ", qn("w:noBreakHyphen"): "-"}


def opened(docx):
    return Document(io.BytesIO(docx))


def paragraphs(docx):
    """Text of the body's paragraphs in their order, those of tables and text boxes included."""
    every = (_own_text(each) for each in opened(docx).element.body.iter(qn("w:p")))
    return [text for text in every if text.strip()]


def _own_text(paragraph):
    """Without the paragraphs of text boxes anchored in it, which come by themselves."""
    shown = []
    for each in paragraph.iter(qn("w:t"), *_SHOWN):
        if next(each.iterancestors(qn("w:p"))) is paragraph:
            shown.append(each.text if each.tag == qn("w:t") else _SHOWN[each.tag])
    return "".join(shown)


def letters(element):
    return "".join(each.text for each in element.iter(qn("w:t")))


def said(docx):
    return " ".join(" ".join(paragraphs(docx)).split())


def heads(docx):
    """The head row of each table, without spaces."""
    rows = (
        row
        for row in opened(docx).element.body.iter(qn("w:tr"))
        if row.find(f".//{qn('w:tblHeader')}") is not None
    )
    return {"".join(letters(row).split()) for row in rows}


def assert_same_words(docx, pdf):
    """Word for word, in the same order; only the PDF's lines may tear a word, and its pages repeat a table's head.

    `pdf` is bytes or a checking.Paper.
    """
    wanted = [word for text in paragraphs(docx) for word in text.split()]
    found = _words(pdf, heads(docx), wanted)
    at = 0
    for n, word in enumerate(wanted):
        shown = ""
        while len(shown) < len(word) and at < len(found):
            part, begins_line = found[at]
            assert not shown or begins_line, f"{word!r} of the DOCX is apart in the PDF: {shown!r} {part!r}"
            shown += part
            at += 1
        assert shown == word, f"after {' '.join(wanted[max(0, n - 6) : n])!r}"
    assert at == len(found), f"only in the PDF: {found[at:][:10]}"


def _words(pdf, repeated, wanted):
    """(word, whether it begins a stretch of text) of a PDF without page numbers, marks and repeated heads."""
    paper = pdf if isinstance(pdf, Paper) else Paper(read(pdf))
    found, counted = [], 0
    whole = "".join(wanted)
    for page in paper.pages:
        lines = paper.on(page.number)
        if not whole.startswith("".join("".join(line.text.split()) for line in lines[:3]), counted):
            lines = _without_head(lines, repeated)
        for line in lines:
            words = line.text.split()
            found += [(word, at == 0) for at, word in enumerate(words)]
            counted += sum(map(len, words))
    return found


def _without_head(lines, repeated):
    shown = ""
    for at, line in enumerate(lines, 1):
        shown += "".join(line.text.split())
        if shown in repeated:
            return lines[at:]
    return lines


def is_composed(docx):
    text = said(docx)
    return text == unicodedata.normalize("NFC", text)


def faults(pdf, kind, *, archive=True):
    """What the checks of Decree 30 and of PDF/A hold against a PDF of LibreOffice, but for what it cannot do."""
    return {
        point.code: (point.measured, point.place)
        for point in judge(pdf, kind, archive=archive)
        if point.passed is False and point.code not in NOT_LIBREOFFICE
    }


def through_office(files, folder):
    """{name: PDF bytes} of {name: DOCX bytes}, turned by one LibreOffice, which takes seconds to start."""
    source, made = folder / "docx", folder / "pdf"
    for each in (source, made):
        shutil.rmtree(each, ignore_errors=True)
        each.mkdir(parents=True)
    for name, docx in files.items():
        (source / f"{name}.docx").write_bytes(docx)
    subprocess.run(
        [
            office(), "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", f"pdf:writer_pdf_Export:{_ARCHIVE}",
            "--outdir", str(made), *(str(source / f"{name}.docx") for name in files),
        ],
        check=True, capture_output=True, timeout=600,
    )  # fmt: skip
    return {name: (made / f"{name}.pdf").read_bytes() for name in files}
