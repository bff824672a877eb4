"""What places and groups cost besides what they bring: why somebody is left out though there is room."""
