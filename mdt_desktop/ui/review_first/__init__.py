"""Who may need a review first: an order for clinicians, with every point, its day and where it is from."""
