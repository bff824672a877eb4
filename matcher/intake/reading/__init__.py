"""Files as somebody made them: tables, rows and settings, with every fault and its place."""
