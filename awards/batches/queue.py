"""WHO MAY ASK, cancel, go on? Rules with their sentences; every change is one conditional write."""

from django.db import IntegrityError, transaction

from awards import permissions
from awards.exceptions import Refused
from awards.models import Batch
from awards.papers import nd98, registry
from campaigns import clock
from campaigns.fingerprints import fingerprint

from . import storage
from .jobs import JOBS

State = Batch.State


def ask(campaign, what, *, by, unit=None, form="pdf", text_only=False, offsets=None, address=""):
    """Queue a batch. `offsets` moves texts of pre-printed stock, {"signer": (2.5, -3.0)} in millimetres to the right
    and down; `address` is the site's own, for QR codes.

    Raises Refused.
    """
    permissions.check_batch_runner(by, campaign)
    job = _job(what, form, unit)
    options = {"address": address} if job.certificates else {}
    if job.certificates:
        options |= {"text_only": bool(text_only), "offsets": _known(offsets or {})}
    batch = Batch(
        campaign=campaign,
        what=what,
        unit=unit,
        form=form,
        options=options,
        asked_by=by,
        asked_at=clock.now(),
    )
    batch.wish = _wish(batch)
    try:
        with transaction.atomic():
            batch.save()
    except IntegrityError as twice:
        if not Batch.objects.live().filter(asked_by=by, campaign=campaign, wish=batch.wish).exists():
            raise
        raise Refused(
            "Việc này bạn đã yêu cầu và đang chờ hoặc đang lập. Hãy xem tiến độ trong danh sách bên dưới."
        ) from twice
    return batch


def _job(what, form, unit):
    job = JOBS.get(what)
    if job is None:
        raise Refused("Chưa chọn việc cần lập. Hãy chọn một việc trong danh sách.")
    if form not in registry.FORMATS:
        raise Refused(f"Không có định dạng “{form}”. Hãy chọn {' hoặc '.join(registry.FORMATS)}.")
    if job.only_pdf and form != "pdf":
        raise Refused("Một tệp để in chỉ có dạng PDF. Hãy chọn PDF, hoặc chọn mỗi văn bản một tệp (ZIP).")
    if unit is not None and not job.by_unit:
        raise Refused(
            "Giấy khen và văn bản chung thuộc cả Đợt thi đua, không lập riêng cho một đơn vị. Hãy bỏ chọn đơn vị."
        )
    return job


def _known(offsets):
    if strange := sorted(offsets.keys() - set(nd98.FIELDS)):
        raise Refused(
            f"Giấy khen không có dòng chữ “{strange[0]}”. Hãy chọn trong: {', '.join(nd98.FIELDS)}."
        )
    return {name: list(moved) for name, moved in offsets.items()}


def _wish(batch):
    told = [batch.what, batch.unit_id, batch.form, batch.options]
    return fingerprint(told)


def check_batch(batch):
    """May the one who asked still have it? Asked again when the work begins. Raises Refused."""
    if not batch.asked_by.is_active:
        raise Refused(f"Tài khoản của {batch.asked_by} đã bị khóa nên việc này không được lập.")
    permissions.check_batch_runner(batch.asked_by, batch.campaign)


def cancel(batch, *, by):
    """Stop what waits or runs; the worker sees it after the part it is at. Raises Refused."""
    _own(batch, by)
    stopped = Batch.objects.filter(pk=batch.pk, state__in=Batch.LIVE).update(
        state=State.CANCELLED, finished_at=clock.now(), worker="", heartbeat=None
    )
    if not stopped:
        raise Refused("Việc này đã kết thúc nên không hủy được nữa. Hãy tải lại trang để xem kết quả.")
    storage.drop(batch)


def again(batch, *, by):
    """Go on with what failed, or begin anew what was cancelled. Raises Refused."""
    _own(batch, by)
    permissions.check_batch_runner(by, batch.campaign)
    fresh = {"state": State.QUEUED, "finished_at": None, "sentence": "", "asked_at": clock.now()}
    if batch.state == State.CANCELLED:
        # Its parts are gone; meanwhile there may be more dossiers.
        fresh |= {"parts": [], "total": 0, "done": 0, "missing": [], "started_at": None}
    rows = Batch.objects.filter(
        pk=batch.pk, state=batch.state, state__in=[State.FAILED, State.CANCELLED], removed_at__isnull=True
    )
    try:
        with transaction.atomic():
            queued = rows.update(**fresh)
    except IntegrityError as twice:
        raise Refused("Việc này đã có trong danh sách chờ. Hãy xem tiến độ bên dưới.") from twice
    if not queued:
        raise Refused(
            "Chỉ làm lại được việc chưa xong hoặc đã hủy. Hãy tải lại trang, hoặc yêu cầu việc mới."
        )


def _own(batch, by):
    if batch.asked_by_id != by.pk:
        raise Refused("Chỉ người yêu cầu được hủy hoặc làm lại việc này.")
