"""Where the QR code of a Giấy khen leads: what the paper itself says, for anybody who holds it.

The one page of the campaign that needs no log-in. Its address is 128 random bits, it shows nothing that is not
printed on the certificate, it keeps nothing, and it asks search engines to stay away.
"""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_GET

from awards.models import Award, Decision
from awards.papers import department


@login_not_required
@require_GET
def result(request, key):
    awards = Award.objects.select_related("decision__campaign__department")
    award = awards.filter(key=key, decision__status=Decision.Status.SIGNED).first()
    if award is None or not department.certificate.applies(award):
        raise Http404
    paper = department.certificate.compose(department.certificate.gather(award))
    context = {
        "award": award,
        "certificate": paper.blocks[0],
        "department": award.decision.campaign.department,
    }
    response = render(request, "awards/certificate_lookup.html", context)
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Cache-Control"] = "no-store"
    return response
