"""Overlays: transparent layers over a map, drawn from data and never baked into its picture."""

REVISION = 1  #: of what is drawn here; a higher one makes pictures anew that were kept from before
