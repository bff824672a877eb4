"""The clock, the stop sign, and who does the work."""
