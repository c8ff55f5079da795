"""What the tests of the pages share: the fields of a form as a browser would post them."""

from html.parser import HTMLParser


class _Fields(HTMLParser):
    def __init__(self):
        super().__init__()
        self.fields, self.forms, self._select, self._area = [], 0, None, None

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if tag == "input" and found.get("name") and found.get("type") not in ("submit", "file", "search"):
            if found.get("type") in ("radio", "checkbox") and "checked" not in found:
                return
            self.fields.append(
                (found["name"], found.get("value") or ("on" if found.get("type") == "checkbox" else ""))
            )
        elif tag == "select":
            self._select = found.get("name")
        elif tag == "option" and self._select and "selected" in found:
            self.fields.append((self._select, found.get("value", "")))
        elif tag == "textarea":
            self._area = [found.get("name"), ""]

    def handle_data(self, data):
        if self._area:
            self._area[1] += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self._area:
            self.fields.append((self._area[0], self._area[1].removeprefix("\n")))
            self._area = None
        elif tag == "select":
            self._select = None


def posted(response):
    """{name: value or list} of every field on the page, as it stands."""
    parser = _Fields()
    parser.feed(response.content.decode())
    data = {}
    for name, value in parser.fields:
        if name in data:
            data[name] = [*(data[name] if isinstance(data[name], list) else [data[name]]), value]
        else:
            data[name] = value
    data.pop("csrfmiddlewaretoken", None)
    return data
