"""Where people went from D2A beds, how long they stayed, and how the beds were used: figures and paper."""
