"""What branches say to one another: the peer service, its client, and their bounds."""
