"""Commands about reports: applying, issuing, handing out, withdrawing, verifying by number."""
