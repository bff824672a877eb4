"""The page, its charts, and sheets to print."""
