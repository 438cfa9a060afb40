"""Reports: applied for by the person, issued and withdrawn by the branch, verified by number at any branch."""
