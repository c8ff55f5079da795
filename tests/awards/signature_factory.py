"""Real digital signatures, made with pyHanko and certificates of our own making."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import lru_cache
from io import BytesIO

import time_machine
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfReader, PdfWriter

from campaigns import clock

SIGNED_AT = datetime(2024, 1, 3, 8, 30, tzinfo=clock.ZONE)
_FROM, _TO = datetime(2022, 1, 1, tzinfo=clock.ZONE), datetime(2027, 1, 1, tzinfo=clock.ZONE)


def _name(common, organisation):
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def _certificate(subject, key, issuer, issuer_key, *, is_authority, until=_TO):
    usage = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "encipher_only", "decipher_only"), False
    )
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(_FROM)
        .not_valid_after(until)
        .add_extension(x509.BasicConstraints(is_authority, None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=not is_authority,
                content_commitment=not is_authority,
                key_cert_sign=is_authority,
                crl_sign=is_authority,
                **usage,
            ),
            critical=True,
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False
        )
        .sign(issuer_key, hashes.SHA256())
    )


@lru_cache
def authority(name="CA Chuyên dùng mẫu"):
    """(certificate, key) of a root."""
    key, subject = ec.generate_private_key(ec.SECP256R1()), _name(name, "Ban Cơ yếu mẫu")
    return _certificate(subject, key, subject, key, is_authority=True), key


@lru_cache
def signer(common="Lê Thị Ánh (mẫu)", organisation="Phòng Bưu chính - Viễn thông (mẫu)", by=None, until=_TO):
    """A pyHanko signer whose certificate the authority named `by` issued."""
    from pyhanko.keys import load_certs_from_pemder_data, load_private_key_from_pemder_data
    from pyhanko.sign.signers import SimpleSigner
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    root, root_key = authority(by) if by else authority()
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = _certificate(
        _name(common, organisation), key, root.subject, root_key, is_authority=False, until=until
    )
    own, issuer = (
        next(iter(load_certs_from_pemder_data(each.public_bytes(serialization.Encoding.DER))))
        for each in (certificate, root)
    )
    private = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    store = SimpleCertificateStore.from_certs([issuer])
    return SimpleSigner(
        signing_cert=own,
        signing_key=load_private_key_from_pemder_data(private, passphrase=None),
        cert_registry=store,
    )


def scan(pages=1):
    """A PDF without any signature, as a scanner makes it."""
    writer, out = PdfWriter(), BytesIO()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    writer.write(out)
    return out.getvalue()


def signed(pdf=None, by=None, field="ChuKy1", at=SIGNED_AT, *, pades=False):
    """The PDF with one more signature, added as an incremental update; `pades` tells the time in the PDF alone."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import SigSeedSubFilter
    from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

    maker = PdfSigner(
        PdfSignatureMetadata(
            field_name=field,
            subfilter=SigSeedSubFilter.PADES if pades else None,
            signer_key_usage={"digital_signature"},
        ),
        by or signer(),
        timestamper=None,
    )
    writer = IncrementalPdfFileWriter(BytesIO(pdf or scan()))
    # In a thread of its own: a browser's test has an event loop running already.
    with time_machine.travel(at, tick=False), ThreadPoolExecutor(1) as apart:
        return apart.submit(maker.sign_pdf, writer).result().getvalue()


def added_to(pdf):
    """Another page slipped in behind a signature, by incremental update."""
    writer, out = PdfWriter(BytesIO(pdf), incremental=True), BytesIO()
    writer.add_blank_page(595, 842)
    writer.write(out)
    assert out.getvalue().startswith(pdf[:64])
    assert len(PdfReader(out).pages) == len(PdfReader(BytesIO(pdf)).pages) + 1
    return out.getvalue()


def flipped(pdf):
    """One byte of what was signed is another, outside the structure that a reader needs."""
    place = pdf.index(b"/MediaBox") + len(b"/MediaBox [ 0 0 5")
    return pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]


def trust(folder, *names):
    """Put the roots of these authorities into a folder, as an administrator would."""
    folder.mkdir(exist_ok=True)
    for number, name in enumerate(names or (None,)):
        certificate, _ = authority(name) if name else authority()
        (folder / f"root-{number}.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    return folder


def upload(data, name="to-trinh-da-ky.pdf"):
    return SimpleUploadedFile(name, data, content_type="application/pdf")


def tomorrow():
    return (clock.now() + timedelta(days=1)).date()


def sha256(data):
    return hashlib.sha256(data).hexdigest()
