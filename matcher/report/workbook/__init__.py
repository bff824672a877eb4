"""The workbook, its cells and its sheets of attendance."""
