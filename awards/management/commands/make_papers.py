"""Every official paper of a campaign that can be made now, as PDF, Word or both, and why the others cannot."""

from functools import partial
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from awards import consistency, signed_copies
from awards.management.whole_file import replacing
from awards.models import Award, Nomination, Submission
from awards.papers import department, nd98, registry, render

from .export_awards import find_campaign


class Command(BaseCommand):
    help = "Lập mọi văn bản đã đủ điều kiện của một Đợt thi đua, mỗi văn bản một tệp, và nói rõ văn bản nào chưa lập được."

    def add_arguments(self, parser):
        parser.add_argument("--campaign", required=True, metavar="MÃ", help="mã của Đợt thi đua")
        parser.add_argument("--out", required=True, metavar="THƯ_MỤC", help="thư mục chứa các tệp")
        parser.add_argument("--nomination", metavar="MÃ_HỒ_SƠ", help="chỉ các văn bản của một hồ sơ")
        parser.add_argument(
            "--format",
            choices=[*registry.FORMATS, "both"],
            default="pdf",
            help="định dạng: pdf (mặc định), docx (Word) hoặc both (cả hai)",
        )
        parser.add_argument(
            "--to-sign",
            action="store_true",
            help="bản trình ký: quyết định, tờ trình chưa ký không in dấu BẢN NHÁP",
        )
        parser.add_argument(
            "--text-only", action="store_true", help="Giấy khen: chỉ in chữ, trên phôi đã có khung và tiêu đề"
        )
        parser.add_argument(
            "--shift",
            action="append",
            default=[],
            metavar="Ô=X,Y",
            help=f"Giấy khen: dời một ô sang phải X mm, xuống Y mm (ô: {', '.join(nd98.FIELDS)})",
        )
        parser.add_argument(
            "--address",
            metavar="https://…",
            help="địa chỉ của phần mềm, in trong mã QR của Giấy khen; mặc định: CSRF_TRUSTED_ORIGINS đầu tiên",
        )

    def handle(self, *, campaign, out, nomination=None, **options):
        campaign = find_campaign(campaign)
        folder = made_folder(out)
        made = missing = 0
        forms = _forms(options["format"])
        for kind in _kinds(options):
            for source in _sources(campaign, nomination, kind.made_from):
                if not kind.applies(source):
                    continue
                if sentence := kind.refusal(source):
                    missing += 1
                    self.stdout.write(f"Chưa lập được {kind.file_name(source, forms[0])}: {sentence}")
                    self._tell(kind, source)
                    continue
                made += 1
                content = kind.gather(source)
                for form in forms:
                    path = folder / kind.file_name(source, form)
                    _write(path, partial(signed_copies.issue, kind, source, form, by=None, content=content))
                    self.stdout.write(f"Đã ghi {path}")
        self.stdout.write(f"Đã lập {made} văn bản; chưa lập được {missing}.")
        if options["format"] == "both" and "pdf" not in forms:
            raise CommandError(f"Chỉ lập được bản Word. {render.pdf.Unavailable.sentence}")

    def _tell(self, kind, source):
        """Both sides of what does not agree, one line each."""
        for row in consistency.blocking(kind.disagreements(source)):
            told = " | ".join(f"{side.paper}: {side.value}" for side in row.sides)
            self.stdout.write(f"    {row.what} – {told}")


def _forms(asked):
    """Without Pango both means Word alone, and is told at the end."""
    forms = list(registry.FORMATS) if asked == "both" else [asked]
    if asked == "both" and not render.pdf.available():
        forms.remove("pdf")
    return forms


def _kinds(options):
    try:
        offsets = dict(department.certificate.read_offset(typed) for typed in options["shift"])
    except ValueError as wrong:
        raise CommandError(
            f"--shift {wrong}: cần dạng Ô=X,Y với X, Y là milimét, ví dụ signer=2.5,-3. Các ô: {', '.join(nd98.FIELDS)}."
        ) from wrong
    address = options["address"] or next(iter(settings.CSRF_TRUSTED_ORIGINS), "")
    mine = registry.certificates(address=address, text_only=options["text_only"], offsets=offsets)
    kinds = [mine if kind.code == mine.code else kind for kind in registry.KINDS]
    return [registry.to_sign(kind) for kind in kinds] if options["to_sign"] else kinds


def _sources(campaign, reference, made_from):
    """The objects of one sort: all of the campaign's, or those of one nomination alone."""
    nominations = Nomination.objects.filter(campaign=campaign).select_related("campaign__department")
    if reference is not None:
        nominations = nominations.filter(reference=reference)
        if not nominations.exists():
            raise CommandError(
                f"Đợt thi đua {campaign.code} không có hồ sơ mã “{reference}”. Mã hồ sơ có dạng "
                f"{campaign.reference_prefix}-001."
            )
    own = {
        "nomination": nominations.with_names().order_by("number"),
        "submission": Submission.objects.filter(nomination__in=nominations).select_related(
            "nomination__campaign", "nomination__unit"
        ),
        "award": Award.objects.filter(nomination__in=nominations).select_related("nomination__campaign"),
    }
    if made_from in own:
        return own[made_from]
    if reference is not None:
        return []
    return {
        "session": campaign.sessions.standing().select_related("campaign").order_by("number"),
        "decision": campaign.decisions.standing().select_related("campaign").order_by("pk"),
        "campaign": [campaign],
    }[made_from]


def made_folder(out):
    folder = Path(out).expanduser().absolute()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CommandError(
            f"Không tạo được thư mục {folder} ({error.strerror}). Hãy chọn nơi khác."
        ) from error
    return folder


def _write(path, write):
    try:
        with replacing(path) as stream:
            stream.write(write())
    except render.pdf.Unavailable as missing:
        raise CommandError(str(missing)) from missing
