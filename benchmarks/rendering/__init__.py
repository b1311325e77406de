"""What `benchmarks.gpu` is made of: whom it measures, by which work, and how it tells what it found."""
