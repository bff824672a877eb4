"""What an intake may not say: people who are not there, settings that cannot all hold, and what is worth a warning."""
