"""Bodies that are not human: dragons, beasts, skulls, oozes, constructs, eyes and elementals."""
