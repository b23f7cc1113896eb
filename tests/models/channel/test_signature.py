"""What is signed, and the example that the shops are given."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from models.channel import signature
from models.channel.refusals import ClockSkewed, SignatureMissing, SignatureWrong

PAGE = Path(__file__).parents[3] / "docs/channels.md"


def test_the_example_in_the_documents_is_right() -> None:
    text = PAGE.read_text(encoding="utf-8")
    lines = re.search(r"```\n(POST\n.*?)```", text, re.S)
    told = re.search(r"secret `([^`]+)` these lines have the signature `([0-9a-f]{64})`", text)
    assert lines
    assert told
    method, path, timestamp, nonce, body = lines[1].rstrip("\n").split("\n")
    again = signature.sign(
        told[1],
        method=method,
        path=path,
        timestamp=int(timestamp),
        nonce=nonce,
        body=body.encode(),
    )
    assert again == told[2]
    header = (
        f"{signature.SCHEME} key={'0' * 16},timestamp={timestamp},nonce={nonce},signature={told[2]}"
    )
    signed = signature.read_header(header)
    signature.check(signed, told[1], method=method, path=path, body=body.encode())
    at = datetime.fromtimestamp(int(timestamp), UTC)
    signature.check_clock(signed, at + signature.WINDOW)
    with pytest.raises(ClockSkewed):
        signature.check_clock(signed, at + signature.WINDOW * 1.01)
    for changed in (
        {"method": "GET"},
        {"path": f"{path}?"},
        {"body": body.encode() + b" "},
        {"body": b""},
    ):
        request = {"method": method, "path": path, "body": body.encode()} | changed
        with pytest.raises(SignatureWrong):
            signature.check(signed, told[1], **request)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Bearer 1",
        "RANGLI-HMAC-SHA256 key=1",
        f"RANGLI-HMAC-SHA256 key={'0' * 16},timestamp=1772438400,nonce=short,signature={'a' * 64}",
        f"RANGLI-HMAC-SHA256 key={'0' * 16},timestamp=-177243840,nonce={'n' * 16},"
        f"signature={'a' * 64}",
    ],
)
def test_what_is_no_signature_is_not_read(text: str) -> None:
    with pytest.raises(SignatureMissing):
        signature.read_header(text)
