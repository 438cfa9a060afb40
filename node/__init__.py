"""One branch running: its folder, its database, its services, its peers."""
