"""Rules of Decree 30/2020/NĐ-CP that are no drawing: symbols of units, and who may sign how (appendix I)."""

import unicodedata


def unit_symbol(abbreviation, name):
    """A unit's part of number and symbol: its abbreviation in capitals, as the decree has it, or its initials."""
    return abbreviation.upper() or initials(name)


_NO_MARKS = dict.fromkeys(range(0x300, 0x370))


def initials(name):
    """ "Phòng Bưu chính - Viễn thông" → "PBCVT", for a unit whose abbreviation is not recorded.

    Without marks, as symbols are: "Ứng dụng" gives "UD".
    """
    words = [word for word in name.split() if word[0].isalpha() and word.casefold() != "và"]
    return unicodedata.normalize("NFD", "".join(word[0] for word in words).upper()).translate(_NO_MARKS)


def signer_refusal(authority, title):
    """Why no signature block can be made of these two (appendix I, II.7), as a sentence, or ""."""
    is_deputy = title.strip().casefold().startswith("phó")
    if authority == "KT." and not is_deputy:
        why = "“KT.” là cấp phó ký thay nên chức vụ người ký phải là cấp phó"
    elif authority in ("", "Q.") and is_deputy:
        why = "cấp phó ký thay người đứng đầu thì thể thức ký là “KT.”"
    else:
        return ""
    return (
        f"Thể thức ký không khớp với chức vụ “{title}”: {why} (Nghị định số 30/2020/NĐ-CP, Phụ lục I). Hãy sửa thể thức ký "
        "hoặc chức vụ."
    )
