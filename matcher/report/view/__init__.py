"""The one view that every report is made of, and the words that it uses."""
