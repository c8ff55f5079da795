"""CAN THE FILE BE READ? TOML → what is written in it, and why not, with line and column."""

import re
import tomllib
import unicodedata
from datetime import date
from decimal import Decimal
from pathlib import Path as FilePath

from .schema import Definition, PlanError, Problem
from .toml_lines import locate

# What tomllib says, by how it begins, and what that means for a person.
_SYNTAX = {
    "Cannot overwrite a value": "khóa này đã có ở trên; bỏ một dòng",
    "Cannot declare": "bảng này đã có ở trên; gộp lại hoặc dùng [[…]]",
    "Expected '=' after a key": "thiếu dấu = sau tên khóa",
    "Expected newline or end of document": "thừa chữ sau giá trị; chữ phải nằm trọn trong dấu ngoặc kép",
    "Expected ']'": "thiếu dấu ] ở cuối tên bảng",
    "Unclosed array": "danh sách thiếu dấu phẩy hoặc dấu ]",
    "Unclosed inline table": "thiếu dấu phẩy hoặc dấu }",
    "Unterminated string": "thiếu dấu ngoặc kép đóng",
    "Illegal character": "dòng bị ngắt hoặc có ký tự không hợp lệ; kiểm tra dấu ngoặc kép đóng",
    "Invalid date or datetime": "ngày không có thật; viết dạng 2023-10-01",
    "Invalid value": "giá trị không hợp lệ; chữ phải nằm trong dấu ngoặc kép, ngày viết dạng 2023-10-01",
    "Invalid statement": "dòng không hợp lệ; mỗi dòng phải là khóa = giá trị, [bảng] hoặc # ghi chú",
    "Invalid initial character": "tên khóa không hợp lệ; chỉ dùng chữ không dấu, số, _ và -",
    "Unescaped '\\'": "dấu \\ trong ngoặc kép phải viết thành \\\\",
}
_AT = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


def read(path) -> Definition:
    """Parse a file. Raises PlanError where it cannot be read or is not TOML, with line and column."""
    path = FilePath(path)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        reason = "không có tệp này" if isinstance(error, FileNotFoundError) else "không mở được tệp"
        raise PlanError(path, [Problem("", f"{reason.capitalize()}. Kiểm tra lại đường dẫn.")]) from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        message = "Có ký tự không phải UTF-8. Lưu lại tệp với bảng mã UTF-8 (Unicode)."
        raise PlanError(path, [Problem("", message, line=line)]) from None
    # Editors on macOS save decomposed letters, which would compare as different from the same word typed.
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n")
    try:
        data = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise PlanError(path, [_syntax_problem(str(error), text)]) from None
    return Definition(path, data, locate(text))


def _syntax_problem(said, text):
    at = _AT.search(said)
    line = int(at[1]) if at and at[1] else text.count("\n") + 1
    column = f", cột {at[2]}" if at and at[2] else ", cuối tệp"
    if _unreal_date(text.split("\n")[line - 1]):
        said = "Invalid date or datetime"  # tomllib reads 2023-13-01 as 2023 and something left over
    meaning = next((words for begins, words in _SYNTAX.items() if said.startswith(begins)), said)
    return Problem("", f"Sai cú pháp TOML (dòng {line}{column}): {meaning}.", line=line)


def _unreal_date(line):
    found = re.search(r"=\s*(\d{4}-\d\d?-\d\d?)", line)
    try:
        return bool(found) and not date.fromisoformat(found[1])
    except ValueError:
        return True
