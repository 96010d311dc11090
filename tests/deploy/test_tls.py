"""Readers reach the site by TLS and under its own name only."""

import http.client
import ssl

import pytest

from tests.deploy.site import NAME, Site

pytestmark = pytest.mark.xdist_group("deploy")


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_tls_1_2_and_1_3_are_spoken_and_http_2_is_offered(site: Site, version: ssl.TLSVersion) -> None:
    site.trusted.set_alpn_protocols(["h2", "http/1.1"])
    site.trusted.minimum_version = site.trusted.maximum_version = version
    try:
        with site.connect() as connection:
            assert connection.selected_alpn_protocol() == "h2"
    finally:
        site.trusted.set_alpn_protocols(["http/1.1"])
        site.trusted.minimum_version, site.trusted.maximum_version = (
            ssl.TLSVersion.TLSv1_2,
            ssl.TLSVersion.TLSv1_3,
        )


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1_1 is deprecated")
def test_older_tls_is_refused(site: Site) -> None:
    old = ssl.create_default_context()
    old.check_hostname, old.verify_mode = False, ssl.CERT_NONE
    old.set_ciphers("DEFAULT:@SECLEVEL=0")
    old.minimum_version = old.maximum_version = ssl.TLSVersion.TLSv1_1
    with pytest.raises(ssl.SSLError, match="PROTOCOL_VERSION"):
        site.connect(context=old)


@pytest.mark.parametrize("name", [None, "evil.example"])
def test_without_our_name_there_is_no_handshake(site: Site, name: str | None) -> None:
    any_name = ssl.create_default_context()
    any_name.check_hostname, any_name.verify_mode = False, ssl.CERT_NONE
    with pytest.raises(ssl.SSLError, match="UNRECOGNIZED_NAME"):
        site.connect(name, any_name)


@pytest.mark.parametrize("secure", [True, False])
@pytest.mark.parametrize("host", ["evil.example", f"{NAME}.evil.example", "127.0.0.1"])
def test_a_forged_host_gets_no_answer(site: Site, secure: bool, host: str) -> None:
    with pytest.raises(http.client.RemoteDisconnected):
        site.ask("/", host=host, secure=secure)


def test_plain_http_leads_to_https_at_our_own_name(site: Site) -> None:
    answer = site.ask("/harbour/?page=2", secure=False)
    assert (answer.status, answer.headers["Location"]) == (301, f"https://{NAME}/harbour/?page=2")
    # Only an answer that came by TLS may bind browsers to TLS (RFC 6797, 7.2).
    assert "Strict-Transport-Security" not in answer.headers


def test_pages_bind_browsers_to_tls(site: Site) -> None:
    assert site.ask("/").headers["Strict-Transport-Security"].startswith("max-age=31536000")


def test_the_renewal_of_the_certificate_is_proved_by_plain_http(site: Site) -> None:
    proof = site.files / "webroot" / ".well-known" / "acme-challenge" / "token"
    proof.parent.mkdir(parents=True, exist_ok=True)
    proof.write_text("proof")
    answer = site.ask("/.well-known/acme-challenge/token", secure=False)
    assert (answer.status, answer.text, answer.headers["Content-Type"]) == (200, "proof", "text/plain")
