"""What stands in the inputs of a field, bound or not: the common tongue of autosave and conflicts."""

from django import forms


def inputs(bound):
    """{input name: text} of a bound field; several ticks are joined by "|"."""
    widget, value = bound.field.widget, bound.value()
    if isinstance(widget, forms.MultiWidget):
        parts = value if isinstance(value, list) else widget.decompress(value)
        return {
            f"{bound.html_name}_{place}": _text(part, piece)
            for place, (part, piece) in enumerate(zip(widget.widgets, parts, strict=False))
        }
    return {bound.html_name: _text(widget, value)}


def _text(widget, value):
    shown = widget.format_value(value)
    if isinstance(shown, list | tuple):
        shown = "|".join(sorted(map(str, shown)))
    return str("" if shown is None else shown).replace("\r\n", "\n").strip()


def spoken(bound):
    """The same for a person to read: chosen labels instead of codes."""
    text = " ".join(inputs(bound).values()).strip()
    choices = getattr(bound.field, "choices", None)
    if choices is None:
        return text
    labels = {str(code): str(label) for code, label in choices}
    return "; ".join(labels.get(code, code) for code in text.split("|")) if text else ""
