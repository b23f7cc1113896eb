"""Keys in every form in which WeChat Pay has handed them out."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from wechat.keys import (
    KeyUnusable,
    load_private_key,
    load_public_key,
    new_private_key,
    private_key_pem,
    public_key_pem,
)


@pytest.mark.parametrize(
    "form", [serialization.PrivateFormat.PKCS8, serialization.PrivateFormat.TraditionalOpenSSL]
)
def test_a_private_key_loads_in_both_forms(our_key, form):
    pem = our_key.private_bytes(
        serialization.Encoding.PEM,
        form,
        serialization.NoEncryption(),
    )
    assert load_private_key(pem).private_numbers() == our_key.private_numbers()
    assert load_private_key(pem.decode()).private_numbers() == our_key.private_numbers()


def test_what_we_write_we_read(our_key):
    assert load_private_key(private_key_pem(our_key)).private_numbers() == our_key.private_numbers()
    public = our_key.public_key()
    assert load_public_key(public_key_pem(public)).public_numbers() == public.public_numbers()


def test_a_platform_certificate_is_read_as_its_key(our_key):
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Tenpay.com Root CA")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, our_key.public_key(), x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=1))
        .sign(our_key, hashes.SHA256())
    )
    pem = certificate.public_bytes(serialization.Encoding.PEM)
    assert load_public_key(pem).public_numbers() == our_key.public_key().public_numbers()


def test_what_is_no_rsa_key_of_2048_bits_is_refused():
    curve = ec.generate_private_key(ec.SECP256R1())
    for key in (curve, new_private_key(1024)):
        with pytest.raises(KeyUnusable):
            load_private_key(private_key_pem(key))
        with pytest.raises(KeyUnusable):
            load_public_key(public_key_pem(key.public_key()))


@pytest.mark.parametrize("text", ["", "key", "-----BEGIN CERTIFICATE-----", "-----BEGIN PRIVATE"])
def test_what_is_no_pem_is_refused(text):
    with pytest.raises(KeyUnusable):
        load_private_key(text)
    with pytest.raises(KeyUnusable):
        load_public_key(text)
