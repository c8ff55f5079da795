"""What the province decided arrives as a PDF from outside and has its place beside its decision."""

import io
import json
import zipfile
from datetime import date

import pytest
from django.urls import reverse

from awards import actions, archive, audit, signed_copies
from awards.exceptions import Refused
from awards.models import Event, SignedCopy
from campaigns import clock
from tests import cast as c
from tests.awards import signature_factory as m

pytestmark = pytest.mark.django_db


@pytest.fixture
def decision(cast):
    return c.decision(cast, [c.forwarded(cast)], "province_award", number="77", on=date(2024, 1, 3))


def address(name, *args):
    return reverse(f"admin:awards_signedcopy_{name}", args=args)


def send(client, decision, data=None, **fields):
    named = {f"incoming-{name}": value for name, value in fields.items()}
    return client.post(
        address("attach", "decision", decision.pk, "incoming"),
        {"incoming-file": m.upload(data or m.signed(), "qd-77.pdf"), **named},
    )


def papers(client, decision):
    response = client.get(address("papers", "decision", decision.pk))
    assert response.status_code == 200
    return response.content.decode()


def test_its_page_offers_a_place_with_number_and_date_known_already(cast, client, decision):
    client.force_login(cast.chi)
    page = client.get(reverse("admin:awards_decision_change", args=[decision.pk])).content.decode()
    assert "Văn bản đến của UBND tỉnh" in page
    assert "Chưa có bản đến" in page
    shown = papers(client, decision)
    assert 'value="77/QĐ-UBND"' in shown
    assert 'value="03/01/2024"' in shown
    assert "Bản để ký" not in shown.partition('id="incoming"')[2].partition("</section>")[0]


def test_attached_read_replaced_and_taken_off(cast, client, decision):
    client.force_login(cast.chi)
    assert send(client, decision, number="77/QĐ-UBND", issued_on="03/01/2024").status_code == 303
    first = SignedCopy.objects.get()
    assert (first.decision, first.paper, first.number) == (decision, "incoming", "77/QĐ-UBND")
    page = client.get(reverse("admin:awards_decision_change", args=[decision.pk])).content.decode()
    for words in ("Đã nhận", "77/QĐ-UBND", "Lê Thị Ánh (mẫu)", address("file", first.key)):
        assert words in page
    assert send(client, decision, m.scan(2), number="77/QĐ-UBND", replaces=first.key).status_code == 303
    second = SignedCopy.objects.live().get()
    assert b"".join(client.get(address("file", second.key)).streaming_content) == m.scan(2)
    refused = client.post(address("remove", second.key), {"note": ""})
    assert refused.status_code == 409
    note = {"note": "Gắn nhầm văn bản của tỉnh khác (mẫu)."}
    assert client.post(address("remove", second.key), note).status_code == 303
    assert "Chưa có bản đến" in papers(client, decision)
    assert SignedCopy.objects.count() == 2
    verbs = ["attach_signed", "attach_signed", "remove_signed"]
    assert [event.verb for event in Event.objects.filter(facts__of="decision")] == verbs
    assert list(audit.verify(cast.campaign)) == []


def test_it_stays_after_the_decision_is_recorded_and_a_wrong_number_shows(cast, decision):
    actions.signed_copies.attach("incoming", decision, m.upload(m.scan()), by=cast.thu, number="78/QĐ-UBND")
    decision = actions.decisions.sign(decision, by=cast.chi)
    state = next(row for row in signed_copies.states("decision", decision) if row.kind.arrives)
    assert (state.word, state.changed) == ("Đã nhận, cần xem lại", False)
    assert "số 77" in state.differing


def test_a_refusal_of_the_province_has_its_place_too_and_our_own_papers_none(cast, decision):
    decision.kind = "province_refusal"
    assert [kind.code for kind in signed_copies.kinds("decision", decision)] == ["incoming"]
    decision.kind = "department_award"
    assert "incoming" not in {kind.code for kind in signed_copies.kinds("decision", decision)}


@pytest.mark.parametrize("who", ["an", "binh", "giang", "dung", "quan", "khach"])
def test_only_office_and_secretary_file_it(cast, client, decision, who):
    with pytest.raises(Refused):
        actions.signed_copies.attach("incoming", decision, m.upload(m.scan()), by=cast.users[who])
    client.force_login(cast.users[who])
    assert send(client, decision).status_code in (403, 404)
    assert not SignedCopy.objects.exists()


def test_who_reads_it(cast, client, decision):
    copy = actions.signed_copies.attach("incoming", decision, m.upload(m.scan()), by=cast.chi)
    actions.decisions.sign(decision, by=cast.chi)
    for who, code in {"chi": 200, "dung": 200, "quan": 200, "giang": 200, "an": 403, "khach": 404}.items():
        client.force_login(cast.users[who])
        assert client.get(address("file", copy.key)).status_code == code, who


def test_it_is_never_made_by_us(cast, client, decision):
    client.force_login(cast.chi)
    assert client.get(reverse("official_paper", args=["incoming", decision.pk])).status_code == 404
    assert client.get(reverse("official_file", args=["incoming", decision.pk, "docx"])).status_code == 404
    assert client.get(address("to_sign", "decision", decision.pk, "incoming", "docx")).status_code == 404


def test_the_archive_holds_it_and_its_metadata(cast, decision, without_pango):
    data = m.signed()
    actions.signed_copies.attach(
        "incoming", decision, m.upload(data), by=cast.chi, number="77/QĐ-UBND", issued_on=date(2024, 1, 3)
    )
    actions.decisions.sign(decision, by=cast.chi)
    stream = io.BytesIO()
    scope = archive.campaign(cast.campaign, cast.chi)
    scope.write(stream, cast.chi, stamp=archive.Stamp("Đỗ Thị Chi", clock.now()))
    with zipfile.ZipFile(stream) as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    path = "van-ban-chung/ban-da-ky/01-van-ban-den-cua-ubnd-tinh.pdf"
    assert files[path] == data
    told = json.loads(files["van-ban-chung/luu-tru.json"])
    (row,) = [row for row in told["van_ban"] if path in row["TepTin"]]
    assert (row["CodeNumber"], row["CodeNotation"], row["IssuedDate"]) == ("77", "QĐ-UBND", "03/01/2024")
    assert row["TypeName"] == "Quyết định"


def test_nothing_is_filed_with_a_draft_that_was_given_up(cast, client, decision):
    actions.decisions.drop(decision, by=cast.chi, note="Ghi nhầm văn bản của tỉnh khác (mẫu).")
    client.force_login(cast.chi)
    answer = send(client, decision, number="77/QĐ-UBND")
    assert answer.status_code == 409
    assert "đã bỏ lúc" in answer.content.decode()
    assert not SignedCopy.objects.exists()
