"""Two people change one item: both texts are joined, field by field."""
