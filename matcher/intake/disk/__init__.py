"""Files on the disk: sets of them written whole or not at all, and never over what somebody made by hand."""
