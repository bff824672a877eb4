"""The gate: every file that is read comes through here, with its size, depth and numbers looked at before its meaning.

What is refused is told as `RefusedError`, in words; who asked knows the file and puts them into an error of its own.
"""
