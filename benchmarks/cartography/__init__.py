"""What maps take: to lay out, to paint, to export, to walk on."""
