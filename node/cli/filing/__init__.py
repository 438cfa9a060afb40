"""Commands of those who file: workbooks in, what was filed, corrections, accounts, figures."""
