"""README and docs kept true: figures written from records, outputs by running what the pages show."""
