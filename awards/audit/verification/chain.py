"""IS THE CHAIN WHOLE? Every event against the one before, and the head against the last."""

from awards.audit.chain import linked
from awards.models import Event, HistoryHead
from campaigns.models import Campaign

from .problems import CHUNK, Break


def chain(campaign, ledger):
    previous, expected = "", 1
    for event in Event.objects.filter(campaign=campaign).order_by("sequence").iterator(CHUNK):
        place = f"sự kiện số {event.sequence}"
        if event.sequence != expected:
            yield Break(place, f"Thiếu sự kiện số {expected}: có sự kiện đã bị xóa hoặc chèn thêm.")
        if event.previous_hash != previous:
            yield Break(
                place, "Không nối với sự kiện trước: có sự kiện đã bị xóa, chèn hoặc sửa ở phía trước."
            )
        if linked(event) != event.hash:
            yield Break(place, "Nội dung đã bị sửa sau khi ghi.")
        try:
            ledger.add(event)
        except (KeyError, TypeError, AttributeError):
            yield Break(place, "Dữ kiện của sự kiện không đọc được.")
        previous, expected = event.hash, event.sequence + 1
    yield from _head(campaign, expected - 1, previous)


def _head(campaign, sequence, last_hash):
    head = HistoryHead.objects.filter(campaign=campaign).first()
    if head is None and sequence:
        yield Break("đầu chuỗi", "Không còn bản ghi đầu chuỗi nhật ký.")
    elif head is not None and (head.sequence, head.hash) != (sequence, last_hash):
        yield Break("đầu chuỗi", "Sự kiện cuối cùng không còn hoặc bị thêm: nhật ký đã bị cắt hoặc nối.")


def plan(campaign, ledger):
    """The number that every paper cites; as loaded from the plan's file until somebody fills it."""
    row = Campaign.objects.get(pk=campaign.pk)
    day = row.plan_date.isoformat() if row.plan_date else None
    if ledger.plan and ledger.plan != (row.plan_number, day, row.plan_number_is_sample):
        yield Break("kế hoạch", "Số hoặc ngày của Kế hoạch không khớp với nhật ký.")
