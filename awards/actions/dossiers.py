"""What the unit types: saving a paper, a score, an upload, without losing anybody's words.

A paper carries a version. Whoever saves from an older one is shown the conflict and overwrites nothing.
"""

from django.db import transaction

from awards import audit, permissions, scoring, uploads
from awards.exceptions import Refused
from awards.models import Evidence, Letter, Minutes, MinutesVote, Nomination, Report, SelfScore
from campaigns import clock
from campaigns.models.campaign import NomineeKind

PAPERS = {"letter": Letter, "minutes": Minutes, "report": Report}


class Conflict(Refused):
    """Somebody saved after this page was opened. `paper` is what stands now."""

    def __init__(self, paper):
        who = paper.saved_by.full_name if paper.saved_by else "Người khác"
        super().__init__(
            f"{who} đã lưu phần này sau khi bạn mở trang. Nội dung bạn gõ vẫn còn trên trang nhưng chưa được "
            "lưu. Hãy so với nội dung mới rồi chọn cách lưu."
        )
        self.paper = paper


def check_edit(nomination, user):
    """May this account change the dossier's content now?"""
    permissions.check_unit_writer(user, nomination)
    if not nomination.is_editable:
        raise Refused(
            f"Hồ sơ đang ở trạng thái “{nomination.get_status_display()}” nên không sửa được. "
            "Chỉ sửa hồ sơ đang soạn hoặc bị trả lại."
        )


def _locked(nomination, by):
    return _held(nomination, by)[1]


def _held(nomination, by):
    """The campaign's lock, and the dossier as it now is."""
    head = audit.lock(nomination.campaign)
    locked = Nomination.objects.select_for_update(of=("self",)).with_names().get(pk=nomination.pk)
    check_edit(locked, by)
    return head, locked


def paper_of(nomination, part):
    """The paper as stored, or a blank one filled with what is already known (nothing typed twice)."""
    model = PAPERS[part]
    paper = model.objects.filter(nomination=nomination).select_related("saved_by").first()
    return paper or model(nomination=nomination, **_known(nomination, part))


def _known(nomination, part):
    unit, person = nomination.unit, nomination.person
    department = nomination.campaign.department
    if part == "letter":
        return {
            "addressee": f"{department.head_title} {department.name}\n{department.council_name}",
            "signer_title": unit.head_title,
            "recipients": f"Như trên\nLưu: VT, {unit.abbreviation}"
            if unit.abbreviation
            else "Như trên\nLưu: VT",
        }
    if part == "minutes":
        return {"chair_title": unit.head_title, "place": unit.address}
    if nomination.kind == NomineeKind.COLLECTIVE:
        return {
            "address": unit.address,
            "phone": unit.phone,
            "reporter_title": unit.head_title,
            "confirmer_title": department.head_title,
            "confirmer_name": department.signing_head,
        }
    return {
        "date_of_birth": person.date_of_birth,
        "reporter_title": person.position,
        "reporter_name": person.full_name,
        "confirmer_title": unit.head_title,
    }


def save_paper(nomination, part, values, *, by, version, votes=None):
    """Save one paper. `values` are cleaned form values; `votes` replaces the minutes' vote rows.

    Raises Conflict when the stored version is not `version`.
    """
    model = PAPERS[part]
    with transaction.atomic():
        locked = _locked(nomination, by)
        paper = model.objects.select_for_update(of=("self",)).select_related("saved_by").filter(
            nomination=locked
        ).first() or model(nomination=locked)
        if paper.version != version:
            raise Conflict(paper)
        for name, value in values.items():
            setattr(paper, name, value)
        paper.version += 1
        paper.saved_at, paper.saved_by = clock.now(), by
        paper.save()
        if votes is not None:
            paper.votes.all().delete()
            MinutesVote.objects.bulk_create(
                MinutesVote(minutes=paper, order=order, **vote) for order, vote in enumerate(votes, 1)
            )
    return paper


def save_nominee(nomination, *, by, is_direct_worker, direct_work_note):
    """The head's confirmation that the person does this work directly (plan II.2)."""
    with transaction.atomic():
        locked = _locked(nomination, by)
        locked.is_direct_worker, locked.direct_work_note = is_direct_worker, direct_work_note
        locked.save(update_fields=["is_direct_worker", "direct_work_note"])
    return locked


def save_score(nomination, clause, answer, explanation, *, by, version):
    """One clause's answer. Raises Conflict, or Refused with the answer's problems."""
    problems = scoring.answer_problems(clause, answer) if answer else []
    if problems:
        raise Refused(" ".join(sentence for _, sentence in problems), obstacles=problems)
    with transaction.atomic():
        locked = _locked(nomination, by)
        if clause.criterion.campaign_id != locked.campaign_id or clause.criterion.applies_to != locked.kind:
            raise Refused("Ý này không thuộc tiêu chí của đối tượng được đề nghị.")
        row = (
            SelfScore.objects.select_for_update(of=("self",)).filter(nomination=locked, clause=clause).first()
        )
        row = row or SelfScore(nomination=locked, clause=clause, version=0)
        if row.version != version:
            raise Conflict(row)
        row.answer, row.explanation = answer, explanation
        row.version += 1
        row.saved_at, row.saved_by = clock.now(), by
        row.save()
    return row


def save_scores(nomination, given, *, by):
    """Several answers under one lock, in a constant number of queries.

    `given` is [(clause, answer, explanation, version)]. Returns ({clause pk: saved row}, {clause pk: the row
    that stands instead}): what somebody else saved meanwhile is left alone and given back.
    """
    for clause, answer, _, _ in given:
        if problems := scoring.answer_problems(clause, answer) if answer else []:
            raise Refused(" ".join(sentence for _, sentence in problems), obstacles=problems)
    with transaction.atomic():
        locked = _locked(nomination, by)
        rows = SelfScore.objects.select_for_update(of=("self",)).filter(nomination=locked)
        stored = {row.clause_id: row for row in rows}
        saved, conflicts, now = {}, {}, clock.now()
        for clause, answer, explanation, version in given:
            criterion = clause.criterion
            if criterion.campaign_id != locked.campaign_id or criterion.applies_to != locked.kind:
                raise Refused("Ý này không thuộc tiêu chí của đối tượng được đề nghị.")
            row = stored.get(clause.pk) or SelfScore(nomination=locked, clause=clause, version=0)
            if row.version != version:
                conflicts[clause.pk] = row
                continue
            row.answer, row.explanation, row.version = answer, explanation, row.version + 1
            row.saved_at, row.saved_by = now, by
            saved[clause.pk] = row
        SelfScore.objects.bulk_create(row for row in saved.values() if row.pk is None)
        SelfScore.objects.bulk_update(
            [row for pk, row in saved.items() if pk in stored],
            ["answer", "explanation", "version", "saved_at", "saved_by"],
        )
    return saved, conflicts


def add_evidence(nomination, upload, *, by, description, clause=None, dated_on=None):
    """Store an upload after looking at its content. Raises Refused with what is wrong with the file."""
    check_edit(nomination, by)
    judged = uploads.judge(upload)
    with transaction.atomic():
        head, locked = _held(nomination, by)
        if clause is not None and clause.criterion.campaign_id != locked.campaign_id:
            raise Refused("Ý của tiêu chí không thuộc Đợt thi đua này.")
        if locked.evidence.kept().filter(sha256=judged.sha256, clause=clause).exists():
            raise Refused(f"Tệp “{judged.name}” đã có trong mục này. Không cần tải lên lần nữa.")
        uploads.check_room(locked, judged.size)
        evidence = Evidence(
            nomination=locked,
            clause=clause,
            description=description or judged.name,
            dated_on=dated_on,
            original_name=judged.name,
            content_type=judged.content_type,
            size=judged.size,
            sha256=judged.sha256,
            uploaded_by=by,
            uploaded_at=clock.now(),
        )
        upload.seek(0)
        uploads.keep(evidence.file, "upload", upload)
        evidence.save()
        _record(head, "attach", evidence, locked, by=by)
    return evidence


def remove_evidence(evidence, *, by):
    """Take it out of the dossier. The bytes stay: an earlier submission may have shown them."""
    with transaction.atomic():
        head, locked = _held(evidence.nomination, by)
        kept = Evidence.objects.filter(pk=evidence.pk, removed_at__isnull=True)
        if kept.update(removed_at=clock.now(), removed_by=by):
            _record(head, "detach", evidence, locked, by=by)


def _record(head, verb, evidence, nomination, *, by):
    """From its upload on the history knows the file's digest, so that nobody can swap it before submission."""
    facts = {
        "key": str(evidence.key),
        "name": evidence.original_name,
        "sha256": evidence.sha256,
        "clause": evidence.clause.code if evidence.clause else "",
    }
    audit.write_dossier(head, verb, nomination, by=by, facts=facts)
