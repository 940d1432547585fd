"""PDF files for tests, made without any library, so that a process that makes them has one thread and can be forked."""

from __future__ import annotations

__all__ = ["nested_forms", "packed_page"]


def packed_page(head: str, data: bytes, *, extra: bytes = b"") -> bytes:
    """A PDF with one page, whose content is a stream with that dictionary."""
    return (
        b"%PDF-1.5\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n"
        b"2 0 obj <</Type/Pages/Count 1/Kids[3 0 R]>> endobj\n"
        b"3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>> endobj\n"
        + extra
        + f"4 0 obj <</Length {len(data)}{head}>>".encode()
        + b" stream\n"
        + data
        + b"\nendstream endobj\ntrailer <</Root 1 0 R>>\n"
    )


def nested_forms(levels: int = 30) -> bytes:
    """A page that draws a form, which draws another one twice, and so on; the last one draws itself."""
    drawn = b">> /Length 17>> stream\n/Next Do /Next Do\nendstream endobj"
    objects = [
        b"1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj",
        b"2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj",
        b"3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R/Resources 5 0 R>> endobj",
        b"4 0 obj <</Metadata<<" + drawn,
        b"5 0 obj <</XObject<</Next 6 0 R>>>> endobj",
    ]
    for number in range(6, 6 + levels):
        after = min(number + 1, 5 + levels)
        form = b"%d 0 obj <</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</Next %d 0 R>>"
        objects.append(form % (number, after) + drawn)
    return b"%PDF-1.4\n" + b"\n".join(objects) + b"\ntrailer <</Root 1 0 R>>\n"
