"""The units' addresses. The pages of a dossier bear the names of awards.policies.places, so that a line of the
checklist finds its page by itself.
"""

from django.urls import path

from .views import (
    archive,
    certificate_lookup,
    dossier,
    dossier_papers,
    evidence,
    home,
    nominations,
    official_papers,
    scores,
    signed_copies,
    submissions,
)

urlpatterns = [
    path("", home.home, name="home"),
    path("dot/<slug:code>/de-cu/", nominations.start, name="start"),
    path("ho-so/<str:reference>/", dossier.overview, name="dossier"),
    path("ho-so/<str:reference>/xac-nhan/", nominations.direct_work, name="nominee"),
    path("ho-so/<str:reference>/to-trinh/", dossier_papers.paper, {"part": "letter"}, name="letter"),
    path("ho-so/<str:reference>/bien-ban/", dossier_papers.paper, {"part": "minutes"}, name="minutes"),
    path("ho-so/<str:reference>/bao-cao/", dossier_papers.paper, {"part": "report"}, name="report"),
    path("ho-so/<str:reference>/tu-cham/", scores.scores, name="scores"),
    path("ho-so/<str:reference>/minh-chung/", evidence.evidence, name="evidence"),
    path("ho-so/<str:reference>/minh-chung/<uuid:key>/", evidence.download, name="evidence_file"),
    path("ho-so/<str:reference>/minh-chung/<uuid:key>/bo/", evidence.remove, name="evidence_remove"),
    path("ho-so/<str:reference>/ban-ky/", signed_copies.overview, name="signed"),
    path("ho-so/<str:reference>/ban-ky/tep/<uuid:key>/", signed_copies.download, name="signed_file"),
    path("ho-so/<str:reference>/ban-ky/tep/<uuid:key>/go/", signed_copies.remove, name="signed_remove"),
    path(
        "ho-so/<str:reference>/ban-ky/tep/<uuid:key>/kiem-tra/",
        signed_copies.judge_again,
        name="signed_check",
    ),
    path("ho-so/<str:reference>/ban-ky/<slug:part>/", signed_copies.attach, name="sign_attach"),
    path("ho-so/<str:reference>/ban-de-ky/<slug:part>.<slug:form>", signed_copies.to_sign, name="to_sign"),
    path("ho-so/<str:reference>/tai-ve/<slug:part>.<slug:form>", dossier_papers.download, name="paper_file"),
    path("ho-so/<str:reference>/ban-in/<slug:part>/", dossier_papers.printable, name="printable"),
    path("ho-so/<str:reference>/trinh/", dossier.step, {"verb": "submit"}, name="submit"),
    path("ho-so/<str:reference>/thu-hoi/", dossier.step, {"verb": "recall"}, name="recall"),
    path("ho-so/<str:reference>/rut/", dossier.step, {"verb": "withdraw"}, name="withdraw"),
    path("ho-so/<str:reference>/bien-nhan/<int:number>/", submissions.receipt, name="receipt"),
    path(
        "ho-so/<str:reference>/bien-nhan/<int:number>/niem-phong/",
        submissions.seal_missing,
        name="seal_missing",
    ),
    path("ho-so/<str:reference>/bien-nhan/<int:number>/<slug:part>/", dossier_papers.sent, name="sent_paper"),
    path(
        "ho-so/<str:reference>/bien-nhan/<int:number>/<slug:part>.<slug:form>",
        dossier_papers.sent_file,
        name="sent_file",
    ),
    path("ho-so/<str:reference>/toan-bo.zip", archive.dossier, name="archive"),
    path("ho-so/<str:reference>/van-ban/<uuid:key>/", dossier_papers.sealed, name="sealed_paper"),
    path("van-ban/<slug:code>/<int:pk>/", official_papers.paper, name="official_paper"),
    path("van-ban/<slug:code>/<int:pk>.<slug:form>", official_papers.download, name="official_file"),
    path("ket-qua/<slug:key>/", certificate_lookup.result, name="result"),
]
