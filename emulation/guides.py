"""The guides of docs/guides/, one per role, inside the application: a closed office reads them where it works.

They are written in the plainest Markdown: #, ##, numbered and dashed lists, pictures, **names of buttons**. A test
holds those names to the buttons that exist.
"""

import re
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from awards import access

FOLDER = Path(settings.BASE_DIR) / "docs" / "guides"
# In the order of the work.
GUIDES = {
    "don-vi": "Cán bộ đơn vị",
    "lanh-dao-don-vi": "Lãnh đạo đơn vị",
    "van-phong": "Văn phòng Sở",
    "uy-vien": "Ủy viên Hội đồng",
    "thu-ky": "Thư ký Hội đồng",
    "giam-doc": "Giám đốc",
    "quan-tri": "Quản trị hệ thống",
    "thanh-tra": "Thanh tra, kiểm tra",
}
PICTURE = re.compile(r"!\[(?P<alt>[^\]]*)\]\(\.\./pictures/(?P<name>[\w-]+\.png)\)")
ITEM = re.compile(r"(?:(?P<number>\d+)\.|-) (?P<text>.*)")
BOLD = re.compile(r"\*\*(.+?)\*\*")


@require_safe
def guide(request: HttpRequest, name: str = "") -> HttpResponse:
    """Without a name: the guide of whoever asks."""
    name = name or access.guide_of(request.user)
    if name not in GUIDES:
        raise Http404
    title, body = read(name)
    return render(request, "guide.html", {"title": title, "body": body, "name": name, "guides": GUIDES})


@lru_cache(maxsize=len(GUIDES))
def read(name: str) -> tuple[str, str]:
    """(title, HTML) of a guide."""
    lines = (FOLDER / f"{name}.md").read_text(encoding="utf-8").splitlines()
    title = lines[0].removeprefix("# ")
    return title, format_html_join("\n", "{}", ((block,) for block in blocks(lines[1:])))


def blocks(lines):
    """HTML, block by block; consecutive items make one list."""
    items, kind = [], ""
    for line in [*lines, ""]:
        item = ITEM.fullmatch(line)
        if item and (not kind or kind == ("ol" if item["number"] else "ul")):
            kind = "ol" if item["number"] else "ul"
            items.append((inline(item["text"]),))
            continue
        if items:
            tag = mark_safe(kind)
            yield format_html("<{0}>{1}</{0}>", tag, format_html_join("", "<li>{}</li>", items))
            items, kind = [], ""
        if line:
            yield block(line)


def block(line):
    if line.startswith("## "):
        return format_html("<h2>{}</h2>", line[3:])
    if picture := PICTURE.fullmatch(line):
        source = static(f"guides/{picture['name']}")
        return format_html(
            '<figure><a href="{0}"><img src="{0}" alt="{1}" loading="lazy"></a><figcaption>{1}</figcaption></figure>',
            source,
            picture["alt"],
        )
    return format_html("<p>{}</p>", inline(line))


def inline(text):
    return mark_safe(BOLD.sub(r"<strong>\1</strong>", conditional_escape(text)))
