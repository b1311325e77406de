"""The worker: claims jobs, has them rendered, stores what comes of it."""
