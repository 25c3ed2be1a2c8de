"""A backup: one tar file with the database, the uploads and, unless left out, the secret key."""
