"""What is fast, measured beside something else in the same run. `make bench` runs all of it."""
