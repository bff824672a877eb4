"""People taken out of an intake's files, and put back where they were: texts alone, each byte that stays as it was."""
