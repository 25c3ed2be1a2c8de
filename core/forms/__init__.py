"""What people type into forms, made into what is stored."""
