"""`python -m app.cli`, for whoever does not know where `limner` lies."""

from app.cli import main

main()
