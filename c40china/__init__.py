"""The project package: settings, URL map and the views that use several apps."""
