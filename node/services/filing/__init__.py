"""Taking workbooks in: from drafts to accounts and sealed entries."""
