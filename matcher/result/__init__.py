"""What a result is: its records, its files, and how they are read back."""
