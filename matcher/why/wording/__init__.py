"""The sentences of what `explain` finds."""
