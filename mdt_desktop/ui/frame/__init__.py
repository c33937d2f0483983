"""The frame around the screens: top line, rail, message bar, and the way from screen to screen."""
