"""Reads the digital signatures of a PDF with pyHanko, in a process of its own.

`python -I child.py ROOTS MOMENT < file.pdf` prints one JSON object. A hostile PDF may eat this process, never
the server: memory and time are limited from within, and the parent waits no longer than it likes. Imports
nothing of ours, so that it starts without Django.
"""

import json
import resource
import sys
from datetime import datetime
from io import BytesIO
from pathlib import Path

MOST_SIGNATURES = 20
MEMORY = 1536 * 2**20
SECONDS = 25
_ENDINGS = {".pem", ".crt", ".cer", ".der"}


def limit():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def read(data, folder, moment):
    from pyhanko.pdf_utils.reader import PdfFileReader

    reader = PdfFileReader(BytesIO(data), strict=False)
    if reader.encrypted:
        return {"problem": "encrypted", "signatures": []}
    found = reader.embedded_regular_signatures
    if len(found) > MOST_SIGNATURES:
        return {"problem": "too_many", "signatures": []}
    roots = trusted(folder)
    told = []
    for signature in found:
        try:
            told.append(judge(signature, roots, moment))
        except Exception as error:  # a signature that cannot be read is told as such, beside the others
            told.append({"error": type(error).__name__, "field": str(signature.field_name or "")})
    return {"problem": "", "signatures": told, "roots": len(roots)}


def trusted(folder):
    """Every certificate of the folder is an authority that this office trusts."""
    from pyhanko.keys import load_certs_from_pemder_data

    certificates = []
    if folder and Path(folder).is_dir():
        for path in sorted(Path(folder).iterdir()):
            if path.suffix.lower() in _ENDINGS:
                try:
                    certificates += load_certs_from_pemder_data(path.read_bytes())
                except (OSError, ValueError):
                    continue
    return certificates


def judge(signature, roots, moment):
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.settings import KeyUsageConstraints
    from pyhanko_certvalidator import ValidationContext

    claimed = signature.self_reported_timestamp
    if claimed is not None and claimed.tzinfo is None:
        claimed = claimed.replace(tzinfo=moment.tzinfo)
    # An office's stamp may be able to sign and not to promise: either use makes a signature of a paper.
    usage = KeyUsageConstraints(
        key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False
    )

    def context():
        # Judged as of the signing: a certificate lives three years, a dossier much longer.
        return ValidationContext(
            trust_roots=roots, moment=claimed or moment, allow_fetching=False, revocation_mode="soft-fail"
        )

    status = validate_pdf_signature(signature, context(), context(), key_usage_settings=usage)
    stamped = status.timestamp_validity
    stamp_holds = bool(stamped and stamped.valid and stamped.intact)
    signed_at = stamped.timestamp if stamp_holds else claimed
    return {
        "field": str(signature.field_name or ""),
        **who(status.signing_cert, signed_at or moment),
        "signed_at": signed_at.isoformat() if signed_at else "",
        "time": "stamped" if stamp_holds else "claimed" if claimed else "",
        "time_trusted": bool(stamp_holds and stamped.trusted),
        "intact": bool(status.intact and status.valid),
        # NONE, LTA_UPDATES, FORM_FILLING, ANNOTATIONS or OTHER: what was added after this signature.
        "added": status.modification_level.name if status.modification_level is not None else "OTHER",
        "allowed": bool(status.docmdp_ok),
        "covers": status.coverage.name,
        "trusted": bool(status.trusted),
    }


def who(certificate, moment):
    subject, issuer = certificate.subject.native, certificate.issuer.native
    return {
        "signer": _first(subject.get("common_name")),
        "organisation": _first(subject.get("organization_name")),
        "issuer": _first(issuer.get("common_name") or issuer.get("organization_name")),
        "serial": f"{certificate.serial_number:x}"[:80],
        "in_force": certificate.not_valid_before <= moment <= certificate.not_valid_after,
    }


def _first(value):
    if isinstance(value, (list, tuple)):
        value = value[0] if value else ""
    return str(value or "")


def main():
    limit()
    data = sys.stdin.buffer.read()
    try:
        told = read(data, sys.argv[1], datetime.fromisoformat(sys.argv[2]))
    except MemoryError:
        told = {"problem": "too_large", "signatures": []}
    except Exception as error:  # whatever a hostile file provokes is a sentence for the reader
        told = {"problem": "unreadable", "signatures": [], "error": type(error).__name__}
    print(json.dumps(told))


if __name__ == "__main__":
    main()
