"""What a file says of itself is offered as caption, credit and alternative text, in whatever letters; nothing typed gives way."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from articles.models import Photo
from articles.photo_words import found_in
from tests.articles.photos import LIBRARY, file, upload, with_iptc
from tests.clients import signed_in
from tests.factories import EditorFactory

pytestmark = pytest.mark.django_db
UTF_8 = (1, 90, b"\x1b%G")
XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
  xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
  xmlns:Iptc4xmpCore="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"{attributes}>{elements}</rdf:Description>
</rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""


def with_xmp(elements: str = "", attributes: str = "", kind: str = "JPEG") -> bytes:
    packet = XMP.format(elements=elements, attributes=attributes).encode()
    return file(kind, (40, 30), xmp=packet)


def alternatives(name: str, **texts: str) -> str:
    lines = "".join(
        f'<rdf:li xml:lang="{lang.replace("_", "-")}">{text}</rdf:li>' for lang, text in texts.items()
    )
    return f"<{name}><rdf:Alt>{lines}</rdf:Alt></{name}>"


def said(data: bytes) -> dict[str, str]:
    return found_in(ContentFile(data))


def test_iptc_says_caption_and_credit() -> None:
    records = [(2, 120, b"Gulls over the pier"), (2, 80, b"Ada Byron"), (2, 110, b"Reuters")]
    assert said(with_iptc(*records)) == {"caption": "Gulls over the pier", "credit": "Ada Byron/Reuters"}


@pytest.mark.parametrize(
    ("records", "credit"),
    [
        ([(2, 80, b"Ada Byron")], "Ada Byron"),
        ([(2, 110, b"Reuters")], "Reuters"),
        ([(2, 115, b"Reuters")], "Reuters"),
        ([(2, 110, b"AFP"), (2, 115, b"Getty")], "AFP"),
        ([(2, 80, b"Ada"), (2, 80, b"Bo"), (2, 110, b"AFP")], "Ada, Bo/AFP"),
        ([(2, 80, b"Ada Byron/AFP"), (2, 110, b"AFP")], "Ada Byron/AFP"),
        ([(2, 80, b"AFP"), (2, 110, b"AFP")], "AFP"),
    ],
)
def test_a_credit_names_who_took_it_and_whose_it_is_once(
    records: list[tuple[int, int, bytes]], credit: str
) -> None:
    assert said(with_iptc(*records))["credit"] == credit


@pytest.mark.parametrize(
    ("records", "caption"),
    [
        ([UTF_8, (2, 120, "港のカモメ — é".encode())], "港のカモメ — é"),
        ([(2, 120, "港のカモメ".encode())], "港のカモメ"),
        ([(2, 120, "Café à l’île".encode("cp1252"))], "Café à l’île"),
        ([(2, 120, b"Caf\xe9 \x81")], "Café"),
        ([UTF_8, (2, 120, "港のカモメ".encode()[:-1])], "港のカモ"),
        ([(2, 120, b"One\0two\r\n\tthree\x1b[31m\x7f")], "One two three [31m"),
        ([(2, 120, "a\u202egnp.exe\u2066b".encode())], "agnp.exeb"),
        ([(2, 120, "e\u0301".encode())], "é"),
    ],
)
def test_letters_are_read_in_whatever_code_they_came(
    records: list[tuple[int, int, bytes]], caption: str
) -> None:
    assert said(with_iptc(*records))["caption"] == caption


def test_what_is_longer_than_its_field_is_cut_between_words() -> None:
    found = said(with_iptc((2, 120, b"word " * 200), (2, 110, b"x" * 500)))
    assert len(found["caption"]) <= 300 and found["caption"].endswith("word…")
    assert found["credit"] == "x" * 119 + "…"


def test_xmp_says_more_and_is_heard_first() -> None:
    elements = (
        alternatives("dc:description", x_default="Gulls", de="Möwen")
        + alternatives("Iptc4xmpCore:AltTextAccessibility", de="Vögel", en_GB="Grey birds")
        + "<dc:creator><rdf:Seq><rdf:li>Ada</rdf:li><rdf:li>Bo</rdf:li></rdf:Seq></dc:creator>"
    )
    data = with_xmp(elements, ' photoshop:Credit="AFP &amp; Co"')
    everything = {"caption": "Gulls", "credit": "Ada, Bo/AFP & Co", "alt": "Grey birds"}
    assert said(data) == everything
    both = with_iptc((2, 120, b"Old words"), (2, 115, b"Getty"))[:-2]
    assert said(both[:2] + data[2:]) == everything


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF", "TIFF"])
def test_other_formats_say_it_too(kind: str) -> None:
    elements = alternatives("dc:description", x_default="Gulls")
    if kind in ("PNG", "TIFF"):
        data = in_chunk(kind, XMP.format(elements=elements, attributes=""))
    else:
        data = with_xmp(elements, kind=kind)
    assert said(data) == {"caption": "Gulls"}


def in_chunk(kind: str, packet: str) -> bytes:
    """Where Pillow takes no packet by its name."""
    if kind == "TIFF":
        return file("TIFF", (40, 30), tiffinfo={700: packet.encode()})
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_itxt("XML:com.adobe.xmp", packet)
    return file("PNG", (40, 30), pnginfo=info)


BOMB = (
    '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    '<x xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"><photoshop:Credit>&b;</photoshop:Credit></x>'
)


@pytest.mark.parametrize(
    "packet",
    [
        BOMB,
        BOMB.replace('"ha"', 'SYSTEM "file:///etc/passwd"'),
        "<a>" * 1000,
        "not xml",
        "<a xmlns:photoshop='http://ns.adobe.com/photoshop/1.0/'><photoshop:Credit>x</a>",
    ],
)
def test_xmp_that_is_broken_or_made_to_harm_says_nothing(packet: str) -> None:
    assert said(file("JPEG", (40, 30), xmp=packet.encode())) == {}


def test_a_packet_longer_than_any_is_not_read() -> None:
    packet = XMP.format(elements=alternatives("dc:description", x_default="Gulls"), attributes="")
    long = packet.replace("</x:xmpmeta>", f"</x:xmpmeta><!--{'x' * 1_000_000}-->")
    assert said(in_chunk("TIFF", long)) == {}


@pytest.mark.parametrize("records", [[(2, 120, b"")], [(2, 120, b" \0 ")], [(9, 9, b"x")]])
def test_records_that_say_nothing_are_none(records: list[tuple[int, int, bytes]]) -> None:
    assert said(with_iptc(*records)) == {}


def test_a_file_that_is_cut_anywhere_breaks_nothing() -> None:
    whole = with_iptc(UTF_8, (2, 120, b"Gulls over the pier"), (2, 80, b"Ada"))
    for end in range(120):
        said(whole[:end])
        said(whole[:end] + b"\xff" + whole[end + 1 :])


@pytest.fixture
def editor() -> Client:
    return signed_in(EditorFactory())


def form(data: bytes, **typed: Any) -> dict[str, Any]:
    return {
        "image": upload(data),
        "focus_x": "50",
        "focus_y": "50",
        "alt": "",
        "caption": "",
        "credit": "",
        **typed,
    }


def test_what_was_left_empty_is_filled_and_what_was_typed_stands(editor: Client) -> None:
    elements = alternatives("dc:description", x_default="Gulls") + alternatives(
        "Iptc4xmpCore:AltTextAccessibility", x_default="Grey birds"
    )
    data = with_xmp(elements, ' photoshop:Credit="AFP"')
    assert editor.post(f"{LIBRARY}add/", form(data, caption="Mine")).status_code == 302
    photo = Photo.objects.get()
    assert (photo.caption, photo.credit, photo.alt) == ("Mine", "AFP", "Grey birds")
    other = form(with_xmp(alternatives("dc:description", x_default="Rooks")), caption="Mine", alt="Other")
    editor.post(f"{LIBRARY}{photo.pk}/change/", other)
    photo.refresh_from_db()
    assert (photo.caption, photo.credit, photo.alt) == ("Mine", "", "Other")


def test_a_picture_that_says_no_alternative_text_still_needs_one(editor: Client) -> None:
    page = editor.post(f"{LIBRARY}add/", form(with_iptc((2, 120, b"Gulls"))))
    assert page.context["adminform"].form.errors["alt"] and not Photo.objects.exists()
