"""What a coordinator sees in a terminal: progress, summaries and tables, plain text in a pipe.

A module a topic; each command imports its own alone, so that it starts quickly.
"""
