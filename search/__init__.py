"""Thai full-text search for government documents. Imports no Django."""
