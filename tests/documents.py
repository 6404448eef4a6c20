"""Real documents made for tests: a PDF and a Word résumé with text that can be found again."""

from functools import cache
from io import BytesIO

from docx import Document
from fpdf import FPDF

NAME = "Noor Peeters"
LINES = ("Backend engineer at Tessel Labs", "Six years of PostgreSQL under load", "noor.peeters@tessel.example")


@cache
def pdf_resume() -> bytes:
    """A one-page PDF résumé."""
    document = FPDF()
    document.add_page()
    document.set_font("Helvetica", size=18)
    document.cell(text=NAME, new_x="LMARGIN", new_y="NEXT")
    document.set_font("Helvetica", size=11)
    for line in LINES:
        document.cell(text=line, new_x="LMARGIN", new_y="NEXT")
    return bytes(document.output())


@cache
def docx_resume() -> bytes:
    """A Word résumé with a paragraph and a table."""
    document = Document()
    document.add_heading(NAME)
    for line in LINES:
        document.add_paragraph(line)
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text = "2020-2026"
    table.rows[0].cells[1].text = "Tessel Labs, Ghent"
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()
