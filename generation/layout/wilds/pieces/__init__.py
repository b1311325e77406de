"""Set pieces: what a game master would set out on a table, each built on a spot."""
