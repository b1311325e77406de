"""Painting over a picture that is there: variations, restyling, inpainting, finer detail, references."""
