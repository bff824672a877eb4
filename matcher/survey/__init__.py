"""From a survey export to a clean intake."""
