"""Overlays: transparent layers over a map, drawn from data and never baked into its picture."""
