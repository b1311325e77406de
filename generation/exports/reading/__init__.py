"""Reads exported files back as other programs would, and tells what those would trip over."""
