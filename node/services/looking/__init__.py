"""Looking people up and proving what they hold: with each branch's freshness, recorded before it is answered."""
