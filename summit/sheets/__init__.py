"""Spreadsheets as rows of plain values: writing XLSX and CSV, and reading what people send, however it was made."""

from .reading import Workbook, read_csv, read_xlsx
from .writing import Cell, Sheet, stream_csv, write_csv, write_xlsx

__all__ = ["Cell", "Sheet", "Workbook", "read_csv", "read_xlsx", "stream_csv", "write_csv", "write_xlsx"]
