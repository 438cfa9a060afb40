"""Made-up people and the workbooks made of them: nobody here exists."""
