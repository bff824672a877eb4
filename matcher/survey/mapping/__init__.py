"""What each column of an export means: proposed, corrected, kept."""
