"""The history of an item: restoring versions, deleting and recovering."""
