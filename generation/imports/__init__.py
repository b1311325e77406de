"""Floor plans that other programs made."""
