"""Survey exports of invented people, and whether an import understood them.

What people mean is drawn first; then it is put into words and into the shape of a tool's export. The import sees the
files alone. What it wrote is read back by other code (`reader`), which knows the intake's columns and nothing of
surveys, and held against what was meant (`judging`).
"""
