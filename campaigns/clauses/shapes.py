"""The shape of a clause's parameters: which keys there are, of which type, and what is wrong with a table of them."""

from campaigns.vietnamese import numbers

from .findings import by_how_much, decimal, repeated, unknown

# A row of levels or indices; None stands for a number.
LEVEL = {"code": str, "label": str, "points": None}
_TYPES = {
    str: "chữ trong dấu ngoặc kép",
    int: "số nguyên",
    bool: "true hoặc false",
    list: "danh sách [ … ]",
    None: "số",
}


def fits(value, kind) -> bool:
    if kind is None:
        return decimal(value) is not None
    return isinstance(value, kind) and not (kind is int and isinstance(value, bool))


def has_shape(table, shape, optional=()) -> bool:
    return all(fits(table[key], kind) if key in table else key in optional for key, kind in shape.items())


def problems_of_shape(table, shape, whose, optional=()):
    """[(path, sentence)] of keys too many, missing, of another type or blank."""
    for key in table:
        if key not in shape:
            yield (key,), unknown(f"khóa của {whose}", key, shape)
    for key, kind in shape.items():
        if key not in table:
            if key not in optional:
                yield (), f"Thiếu khóa “{key}” của {whose} ({_TYPES[kind]})."
        elif not fits(table[key], kind):
            yield (key,), f"Khóa “{key}” phải là {_TYPES[kind]}."
        elif kind is str and not table[key].strip():
            yield (key,), f"Khóa “{key}” đang để trống. Hãy điền."


def problems_of_number(value, most):
    """Of a whole number from one to `most`."""
    if value < 1:
        yield (), f"Giá trị phải từ 1 trở lên, đang là {value if value > -most else 'số âm'}."
    elif value > most:
        yield (), f"Giá trị quá lớn: không quá {numbers.grouped(most)}. Hãy kiểm tra lại."


# --- rows of levels or indices ---------------------------------------------------------------------------


def is_row(row) -> bool:
    return isinstance(row, dict) and decimal(row.get("points")) is not None


def problems_of_rows(rows, clause, name):
    if not rows:
        yield (), f"Chưa có {name} nào. Thêm ít nhất một {name}."
    for place, row in enumerate(rows):
        if isinstance(row, dict):
            yield from (((place, *path), sentence) for path, sentence in _problems_of_row(row, clause, name))
        else:
            yield (place,), f'Mỗi {name} phải có dạng {{ code = "…", label = "…", points = … }}.'
    codes = [str(row["code"]) for row in rows if isinstance(row, dict) and "code" in row]
    for code in repeated(codes):
        yield (), f"Mã {name} “{code}” có hai lần. Đổi một mã."


def _problems_of_row(row, clause, name):
    yield from problems_of_shape(row, LEVEL, f"một {name}")
    points = decimal(row.get("points"))
    if points is None:
        return
    if points < 0:
        yield ("points",), f"Điểm của {name} là {numbers.decimal(points)}; không được âm."
    elif clause.max_points is not None and points > clause.max_points:
        yield (
            ("points",),
            f"Điểm của {name} là {numbers.decimal(points)}, cao hơn điểm chuẩn {numbers.decimal(clause.max_points)} của "
            f"{clause.code}. Giảm điểm của {name} hoặc tăng điểm chuẩn.",
        )


def problems_of_sum(points, clause, what):
    """The points of the rows add up to the clause's."""
    total = sum(points)
    if total != clause.max_points:
        yield (
            (),
            f"{what} cộng lại là {numbers.decimal(total)} điểm, điểm chuẩn của {clause.code} là "
            f"{numbers.decimal(clause.max_points)}. {by_how_much(clause.max_points - total)}",
        )


def rows_words(rows) -> list[str]:
    return [f"{row['label']}: {numbers.decimal(str(row['points']))} điểm" for row in rows]
