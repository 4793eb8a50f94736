"""The people of an organisation: invited, given roles, stopped by its administrators, and all on record."""
