"""The roof: settings, URL map and the pages that gather from all apps."""
