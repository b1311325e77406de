"""Where one can walk on a map and what one sees there, from its floor plan alone."""
