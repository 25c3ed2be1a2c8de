"""From draft to published: the moves, who may make them, who is told."""
