"""Messages, and the templates that they are written by."""
