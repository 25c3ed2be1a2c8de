"""Every drawing of the site: geometry computed from latitudes and longitudes."""
