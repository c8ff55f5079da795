"""Thông báo kết quả khen thưởng: what was decided, told to all (docs/domain.md 1.6)."""

from awards.models import Award, Nomination
from awards.papers import nd30, official_wording, wording
from awards.papers.blocks import Column, Paper, Paragraph, Signatures, Table, text
from awards.snapshots import citations
from campaigns.models import Campaign

_RESULTS = (
    Column("TT", 7, "centre"),
    Column("Tập thể, cá nhân", 30),
    Column("Chức vụ, đơn vị công tác", 28),
    Column("Hình thức", 12, "centre"),
    Column("Quyết định số, ngày", 23, "centre"),
)
S = Nomination.Status


def gather(campaign):
    """What was awarded in the campaign by decisions already signed, and what still waits for the province."""
    campaign = Campaign.objects.select_related("department").get(pk=campaign.pk)
    awards = (
        Award.objects.filter(nomination__campaign=campaign, revocation="")
        .select_related("decision", "nomination__unit", "nomination__person__unit")
        .order_by("decision__issued_on", "decision_id", "golden_book_number")
    )
    frame = _frame(campaign, awards)
    waiting = Nomination.objects.filter(campaign=campaign, status=S.FORWARDED)
    as_sent = citations.sent(
        Nomination.objects.filter(campaign=campaign, status__in=(S.AWARDED, S.FORWARDED))
    )
    return {
        "campaign": frame,
        # Who signs it by order of the Director is the Office's head on the day it is made.
        "office": citations.office(campaign.department),
        "rows": [_given(award, frame, as_sent) for award in awards],
        "waiting": [
            {"nominee": citations.nominee(row, frame["forms"], as_sent.get(row.reference))}
            for row in waiting.select_related("unit", "person__unit")
        ],
    }


# What a notice tells of its decisions: the plan that they cite, by its number and its name, and who gives what.
_CITED = ("title", "plan", "plan_date", "plan_is_sample", "parent_plan", "forms")


def _frame(campaign, awards):
    """Issued under today's names, but citing no other plan than the last of its decisions does."""
    decisions = [award.decision for award in awards if award.decision.cited]
    last = max(decisions, key=lambda decision: (decision.signed_at, decision.pk), default=None)
    cited = citations.frame_of(last) if last else {}
    return citations.frame(campaign) | {key: cited[key] for key in _CITED if key in cited}


def _given(award, frame, as_sent):
    reference = award.nomination.reference
    nominee = citations.nominee(award.nomination, frame["forms"], as_sent.get(reference))
    return {
        "reference": reference,
        "nominee": {
            **nominee,
            "award_form": award.form,
            "award_authority": frame["forms"].get(award.form, {}).get("authority", ""),
        },
        "decision": str(award.decision),
        "issued_on": citations.iso(award.decision.issued_on),
    }


def notice_refusal(campaign):
    if sentence := official_wording.unnumbered_plan(campaign):
        return sentence
    if Award.objects.filter(nomination__campaign=campaign, revocation="").exists():
        return ""
    return (
        "Chưa có quyết định khen thưởng nào được ký trong Đợt thi đua này nên chưa có kết quả để thông báo."
    )


def compose(content):
    rows, campaign = content["rows"], content["campaign"]
    issuer = wording.department(content)
    about = f"Kết quả khen thưởng trong {wording.movement(content)}"
    return Paper(
        part="notice",
        title=f"Thông báo {about[:1].lower()}{about[1:]}",
        author=issuer,
        reference=campaign["code"],
        blocks=(
            official_wording.department_header(content, f"TB-{campaign['agency_code']}"),
            nd30.title(["THÔNG BÁO"], about),
            *(Paragraph(text(line), "basis") for line in nd30.basis(_grounds(content))),
            Paragraph(text(f"{issuer} thông báo kết quả khen thưởng như sau:")),
            Paragraph(
                text(
                    f"1. Đã khen thưởng {official_wording.counted(rows)}, gồm: {official_wording.counted_by_form(rows)}."
                )
            ),
            Table(
                _RESULTS, official_wording.sections(_ranked(rows), lambda at, row: _result(content, at, row))
            ),
            *_waiting(content),
            Paragraph(
                text(
                    f"{3 if content['waiting'] else 2}. {content['office']['name']} phối hợp với các phòng, đơn vị trao tặng, chi tiền "
                    "thưởng theo quy định và lưu hồ sơ khen thưởng."
                )
            ),
            Paragraph(
                text(
                    nd30.closing(
                        f"{issuer} thông báo để các phòng, đơn vị và tập thể, cá nhân có tên ở trên biết"
                    )
                )
            ),
            _signatures(content),
        ),
    )


def _signatures(content):
    campaign = content["campaign"]
    return Signatures(
        nd30.recipients(
            [
                f"{campaign['head_title']}, các Phó {campaign['head_title']} Sở (b/c)",
                campaign["council"],
                "Các phòng, đơn vị thuộc, trực thuộc Sở",
            ],
            file_code=f"VT, {content['office']['code']}",
        ),
        nd30.signer(
            "TL.",
            content["office"]["head_title"],
            campaign["head_title"],
            content["office"]["head_name"],
        ),
    )


def _grounds(content):
    decisions = {
        row[
            "decision"
        ]: f"Căn cứ Quyết định số {row['decision']} {wording.day(row['issued_on'])} về việc tặng "
        f"{official_wording.form(row)} của {row['nominee']['award_authority']}"
        for row in content["rows"]
    }
    return [*(f"Căn cứ {cited}" for cited in official_wording.plans(content)), *decisions.values()]


def _ranked(rows):
    """By award from high to low (docs/domain.md 4.3); otherwise as the decisions list them."""
    return sorted(rows, key=lambda row: official_wording.FORMS.index(row["nominee"]["award_form"]))


def _result(content, at, row):
    return (
        f"{at}",
        official_wording.name(content, row),
        official_wording.post(content, row) or "–",
        official_wording.form(row),
        f"{row['decision']}\n{wording.short_day(row['issued_on'])}",
    )


def _waiting(content):
    if content["waiting"]:
        named = "; ".join(official_wording.name_and_post(content, row) for row in content["waiting"])
        yield Paragraph(
            text(f"2. Đã trình {_province_head(content)} tặng Bằng khen, đang chờ quyết định: {named}.")
        )


def _province_head(content):
    return content["waiting"][0]["nominee"]["award_authority"] or f"Chủ tịch UBND {wording.province(content)}"
