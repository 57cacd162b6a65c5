"""What ISO 19005-3 wants of each PDF that leaves the house."""

from pypdf import PdfReader


def assert_archival(reader: PdfReader) -> None:
    """It says that it is PDF/A-3b, of which colours, in which language; its fonts are in it."""
    meta = reader.xmp_metadata
    assert meta is not None
    assert (meta.pdfaid_part, meta.pdfaid_conformance) == ("3", "B")
    assert reader.metadata is not None
    assert reader.metadata.title
    assert "/OutputIntents" in reader.root_object
    assert str(reader.root_object["/Lang"]) == "id"
    assert reader.root_object["/MarkInfo"]["/Marked"]  # type: ignore[index]
    fonts = [
        font.get_object()
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()  # type: ignore[index]
    ]
    inner = [each for font in fonts for each in font.get("/DescendantFonts", [font])]
    assert inner
    for each in inner:  # 6.2.11.4: every font is in the file
        kept = each.get_object()["/FontDescriptor"].get_object()
        assert {"/FontFile", "/FontFile2", "/FontFile3"} & kept.keys()
