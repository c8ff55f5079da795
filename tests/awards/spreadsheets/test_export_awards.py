"""manage.py export_awards: a whole file or a sentence."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from awards.spreadsheets import workbook

from .factory import S


def export(path, *, campaign="dot-mau", **more):
    said = StringIO()
    call_command("export_awards", campaign=campaign, out=str(path), stdout=said, **more)
    return said.getvalue()


def test_both_lists_in_one_file_and_what_was_written_is_told(rows, tmp_path):
    rows.nomination("An", status=S.AWARDED, decision=rows.decision(), votes=(6, "90"))
    rows.nomination("Bình", status=S.SUBMITTED)
    path = tmp_path / "khen.xlsx"
    said = export(path)
    assert load_workbook(path).sheetnames == ["Đề nghị khen thưởng", "Được khen thưởng"]
    assert "Bảng tổng hợp đề nghị khen thưởng: 2 dòng." in said
    assert "Danh sách được khen thưởng: 1 dòng." in said
    assert str(path) in said
    assert [file.name for file in tmp_path.iterdir()] == ["khen.xlsx"]


def test_one_list_and_an_older_file_replaced(rows, tmp_path):
    path = tmp_path / "khen.xlsx"
    path.write_text("cũ")
    export(path, kind="decided")
    assert load_workbook(path).sheetnames == ["Được khen thưởng"]


def test_an_unknown_code_names_the_nearest(rows, tmp_path):
    with pytest.raises(CommandError, match="dot-mau"):
        export(tmp_path / "khen.xlsx", campaign="dot-mua")


def test_without_a_campaign_it_says_how_to_load_one(db, tmp_path):
    with pytest.raises(CommandError, match="load_campaign"):
        export(tmp_path / "khen.xlsx")


@pytest.mark.parametrize(
    ("out", "sentence"),
    [("khong-co/khen.xlsx", "Không có thư mục"), ("khen.xls", ".xlsx"), ("thu-muc.xlsx", "là một thư mục")],
)
def test_a_wrong_path_is_a_sentence(rows, tmp_path, out, sentence):
    (tmp_path / "thu-muc.xlsx").mkdir()
    with pytest.raises(CommandError, match=sentence):
        export(tmp_path / out)


def test_a_folder_that_refuses_is_a_sentence(rows):
    # No file can be made there, not even by root.
    with pytest.raises(CommandError, match="Không ghi được"):
        export("/proc/khen.xlsx")


def test_a_failure_keeps_the_older_file_and_leaves_no_part(rows, tmp_path, monkeypatch):
    path = tmp_path / "khen.xlsx"
    path.write_text("cũ")

    def full(*args, **kwargs):
        args[2].write(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(workbook, "write", full)
    with pytest.raises(CommandError, match="Không ghi được"):
        export(path)
    assert path.read_text() == "cũ"
    assert [file.name for file in tmp_path.iterdir()] == ["khen.xlsx"]
