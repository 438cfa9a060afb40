"""The signed record: one portable file that says something of one achievement and proves it offline."""
