"""PDF files with text. A scanned one has none and is refused; pages are parted by form feeds so that furniture shows."""

from __future__ import annotations

from db.errors import KnownError
from db.importers.content import Content, Writer
from db.importers.limits import MAX_PAGES, MAX_TEXT

_LEAST_TEXT = 12  # characters a page, on average; page numbers and stamps alone are fewer


def read(data: bytes, shown: str) -> Content:
    """The content of a PDF."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise KnownError("import_password" if "assword" in str(error) else "import_damaged", file=shown) from None
    try:
        pages = len(document)
        if pages == 0:
            raise KnownError("import_damaged", file=shown)
        if pages > MAX_PAGES:
            raise KnownError("import_too_long", file=shown, limit=MAX_TEXT // 10000)
        texts = [_page(document, number, shown) for number in range(pages)]
    finally:
        document.close()
    if sum(len("".join(text.split())) for text in texts) < _LEAST_TEXT * pages:
        raise KnownError("import_scanned", file=shown)
    made = Writer("pdf")
    for number, text in enumerate(texts):
        for place, line in enumerate(text.split("\n")):
            made.line("\f" + line if number and place == 0 else line, whole=False)
    return made.done()


def _page(document: object, number: int, shown: str) -> str:
    import pypdfium2

    try:
        page = document[number]  # type: ignore[index]
        reader = page.get_textpage()
        text = str(reader.get_text_range())
        reader.close()
        page.close()
    except pypdfium2.PdfiumError:
        raise KnownError("import_damaged", file=shown) from None
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufffe", "").replace("\0", "")
