"""Words that cells hold: yes and no, counts, genders, choices."""
