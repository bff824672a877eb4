"""The board: people moved by hand while every rule watches."""
