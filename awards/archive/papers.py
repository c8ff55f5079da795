"""HOW DOES A PAPER ENTER AN ARCHIVE? Made from the data as they are, in every format that is asked for."""

import io
from functools import partial

from awards import signed_copies
from awards.papers.wording import tidy

from .descriptions import describe
from .entries import MADE, Entry, written_paper

# Why a paper still bears the mark of a draft, by what it is made from.
_UNFINISHED = {
    "nomination": "Bản nháp: đơn vị chưa trình.",
    "submission": "Bản nháp: hồ sơ chưa có kết luận.",
    "decision": "Bản nháp: chưa ký.",
}


def paper_entries(folder, kind, source, at, forms, *, is_sealed=False, to_sign_by=None):
    """(entries of one paper in every format, [(title, sentence)] why not). A PDF that was sealed is not made twice.

    `at` is the time of the data, for the file's date; `to_sign_by` whoever takes the files in order to have them
    signed (awards.signed_copies.issued), None for an archive.
    """
    if kind.arrives or not kind.applies(source):
        return [], []
    if sentence := kind.refusal(source):
        return [], [(f"{kind.title} {kind.about(source)}", sentence)]
    content, draft = kind.gather(source), kind.is_draft(source)
    blocks = kind.compose(tidy(content))
    document = describe(blocks, kind.title)
    return [
        Entry(
            path=f"{folder}/{kind.file_name(source, form)}",
            title=blocks.title or kind.title,
            kind=kind.code,
            origin=MADE,
            at=at,
            open=partial(_issued_file, kind, source, form, content, to_sign_by)
            if to_sign_by
            else written_paper(blocks, form, draft=draft),
            # The editable copy of a sealed paper is no second document.
            document=None if is_sealed else document,
            note=_UNFINISHED[kind.made_from] if draft else "",
            of=((kind.code, source.pk),),
        )
        for form in forms
        if not (is_sealed and form == "pdf")
    ], []


def _issued_file(kind, source, form, content, by):
    return io.BytesIO(signed_copies.issue(kind, source, form, by=by, content=content))
