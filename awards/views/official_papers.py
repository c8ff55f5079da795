"""The papers of the Office, the Council and the department: which there are, on screen and as files.

One address per action for every paper of awards.papers.registry: its code and the key of what it is made from.
The unit's own three papers are not among them: they stand beside their forms and with what was sent.
"""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from awards import access, signed_copies
from awards.http import official_papers, paper_responses
from awards.http.errors import refused_page
from awards.http.responses import address_of
from awards.papers import registry

NOT_YET = 409


@require_GET
@paper_responses.shown_as_sheets
@refused_page
def paper(request, code, pk):
    """The paper in the browser, for reading and for the browser's own print."""
    kind, source = _find(request, code, pk)
    if sentence := kind.refusal(source):
        return render(request, "403.html", {"sentence": sentence}, status=NOT_YET)
    paper, draft = signed_copies.issue_sheets(kind, source, by=request.user)
    return paper_responses.sheets(request, paper, draft=draft, files=official_papers.files(kind, source))


@require_GET
@refused_page
def download(request, code, pk, form):
    kind, source = _find(request, code, pk)
    if sentence := kind.refusal(source):
        return render(request, "403.html", {"sentence": sentence}, status=NOT_YET)
    return paper_responses.file(
        request,
        form,
        lambda: signed_copies.issue(kind, source, form, by=request.user),
        kind.file_name(source, form),
        instead=[
            ("Xem bản in", official_papers.page(kind, source)),
            *paper_responses.without_pango(request.path),
        ],
    )


def _find(request, code, pk):
    """(kind, what it is made from) as this account sees it; 404 for what does not exist for it, else Refused."""
    kind = registry.BY_CODE.get(code)
    if kind is None or kind.made_from not in official_papers.ROWS:
        raise Http404
    source = get_object_or_404(official_papers.ROWS[kind.made_from](request.user), pk=pk)
    campaign, unit_id = official_papers._about(source)
    access.check_paper_reader(request.user, code, campaign, unit_id)
    if not kind.applies(source):
        raise Http404
    if code == "certificate":
        kind = registry.certificates(address=address_of(request))
    return kind, source
