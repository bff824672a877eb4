"""Calendars of groups and of people, and which were sent before."""
