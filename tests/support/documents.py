"""A document to be set, and a body that uses every construct there is."""
# ruff: noqa: E501

import datetime
import struct
import zlib

from core.pdf.document import Document, PdfPicture

PLAIN = Document(
    language="en",
    url="https://example.org/en/roofs/",
    site_name="C40 China",
    kicker="News",
    title="Roofs",
    standfirst="Where the sun falls on them.",
    date=datetime.date(2021, 9, 10),
    date_words="10 September 2021",
    facts_title="Key facts",
    facts=(("From", "10 countries"), ("Format", "Meeting")),
    body="<p>A roof.</p>",
    banner=None,
    pictures=(),
)

DRAWN = PdfPicture(
    "banner.svg",
    svg='<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 85 24"><path d="M0 24h85z"/></svg>',
    caption="A drawing.",
    decorative=True,
)

EVERY_CONSTRUCT = {  # one line for each block, however long
    "en": """
<h3>A heading of the third level first</h3>
<p>Plain, <strong>strong</strong>, <em>stressed</em>, CO₂, 10⁻⁶, m², H<sub>2</sub>O, x<sup>n</sup>,<br>
<a href="https://example.org/a?b=c">a link</a>, <a href="/en/cities/">a path</a>, <a
href="#top">a place</a>, <a href="mailto:a@example.org">mail</a>, <span lang="zh-Hans">北京</span>,
<span lang="fr">côté</span>.</p>
<h2>A heading</h2>
<ul><li><p>one</p><ol start="5"><li><p>first</p><ul><li><p>deep</p></li></ul></li></ol></li><li><p>two</p></li></ul>
<p>She said:</p>
<blockquote data-speaker="A. Speaker" data-role="Mayor" data-translated-from="zh-hans"><p>“One. Two.”</p><p>Three.</p></blockquote>
<figure data-image="1"></figure>
<figure data-image="2"></figure>
<table><tr><th>Year</th><th colspan="2">Tonnes of CO₂</th></tr><tr><th rowspan="2">2020</th><td>1</td><td>2</td></tr><tr><td colspan="9">3</td></tr></table>
<p>The end.</p>
""",
    "zh-hans": """
<h3>先有三级标题</h3>
<p>正文，<strong>粗体</strong>，<em>着重</em>，CO₂，10⁻⁶，m²，<a href="https://example.org/">链接</a>，<span lang="en">China’s</span>。</p>
<h2>二级标题</h2>
<ul><li><p>甲</p><ol><li><p>乙</p></li></ol></li></ul>
<p>她说：</p>
<blockquote data-speaker="某某" data-role="市长" data-translated-from="en"><p>“第一句。第二句。”</p><p>第三句。</p></blockquote>
<figure data-image="1"></figure>
<table><tr><th>年份</th><th>数量</th></tr><tr><td>2020年</td><td>1吨</td></tr></table>
<p>完。</p>
""",
}


def enormous_png(side: int) -> bytes:
    """Return a true black PNG of ``side`` by ``side`` pixels, small as a file."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        check = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)

    packer = zlib.compressobj(1)
    row = bytes(1 + side // 8)
    rows = b"".join(packer.compress(row) for _number in range(side)) + packer.flush()
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )
