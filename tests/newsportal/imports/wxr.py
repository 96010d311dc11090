"""Writes exports as WordPress does, after the description of WXR 1.2 in its own export screen and its importer's readme."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape

_HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
     xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wfw="http://wellformedweb.org/CommentAPI/"
     xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
  <title>The Old Paper</title><link>https://old.example</link><language>en</language>
  <wp:wxr_version>1.2</wp:wxr_version>
  <wp:base_site_url>https://old.example</wp:base_site_url><wp:base_blog_url>https://old.example</wp:base_blog_url>
  <wp:author><wp:author_id>1</wp:author_id><wp:author_login><![CDATA[ada]]></wp:author_login>
    <wp:author_display_name><![CDATA[Ada Wills]]></wp:author_display_name></wp:author>
  <wp:category><wp:term_id>2</wp:term_id><wp:cat_name><![CDATA[Harbour]]></wp:cat_name></wp:category>
"""
_FOOT = "</channel></rss>\n"


def cdata(text: str) -> str:
    return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"


def comment(
    number: int, text: str = "I was there.", *, author: str = "Noor", parent: int = 0, **fields: str
) -> str:
    given = {"approved": "1", "type": "comment", "date_gmt": "2024-05-12 08:00:00", **fields}
    inside = "".join(
        f"<wp:comment_{name}>{cdata(value)}</wp:comment_{name}>" for name, value in given.items()
    )
    return (
        f"<wp:comment><wp:comment_id>{number}</wp:comment_id><wp:comment_author>{cdata(author)}</wp:comment_author>"
        f"<wp:comment_content>{cdata(text)}</wp:comment_content><wp:comment_parent>{parent}</wp:comment_parent>{inside}"
        "</wp:comment>"
    )


def post(
    number: int,
    title: str = "The ferry sails again",
    *,
    body: str = "The first ferry left at dawn.",
    slug: str | None = None,
    link: str | None = None,
    categories: tuple[str, ...] = ("Harbour",),
    tags: tuple[str, ...] = (),
    comments: tuple[str, ...] = (),
    meta: dict[str, str] | None = None,
    excerpt: str = "",
    **fields: str,
) -> str:
    """`fields` are those of the `wp:` elements, such as `status`."""
    given = {
        "post_date_gmt": "2024-05-12 07:00:00",
        "comment_status": "open",
        "status": "publish",
        "post_type": "post",
        "post_password": "",
        "post_name": f"story-{number}" if slug is None else slug,
        **fields,
    }
    terms = [("category", name) for name in categories] + [("post_tag", name) for name in tags]
    return "".join(
        [
            f"<item><title>{cdata(title)}</title>",
            f"<link>{escape(link or f'https://old.example/2024/05/12/story-{number}/')}</link>",
            f"<dc:creator>{cdata('ada')}</dc:creator><guid isPermaLink='false'>https://old.example/?p={number}</guid>",
            f"<content:encoded>{cdata(body)}</content:encoded><excerpt:encoded>{cdata(excerpt)}</excerpt:encoded>",
            f"<wp:post_id>{number}</wp:post_id>",
            *(f"<wp:{name}>{cdata(value)}</wp:{name}>" for name, value in given.items()),
            *(f"<category domain='{domain}' nicename='x'>{cdata(name)}</category>" for domain, name in terms),
            *(
                f"<wp:postmeta><wp:meta_key>{cdata(key)}</wp:meta_key><wp:meta_value>{cdata(value)}</wp:meta_value></wp:postmeta>"
                for key, value in (meta or {}).items()
            ),
            *comments,
            "</item>\n",
        ]
    )


def attachment(number: int, name: str, *, caption: str = "", alt: str = "") -> str:
    file = f"<wp:attachment_url>{cdata(f'https://old.example/wp-content/uploads/{name}')}</wp:attachment_url>"
    made = post(
        number,
        name,
        post_type="attachment",
        status="inherit",
        excerpt=caption,
        meta={"_wp_attachment_image_alt": alt},
    )
    return made.replace("</item>", f"{file}</item>")


def write(file: Path, *items: str) -> Path:
    file.write_text(_HEAD + "".join(items) + _FOOT, encoding="utf-8")
    return file
