"""Provincial law: what each branch's workbooks look like, and what they may say.

An adapter turns rows of a province's workbook into drafts and says, per cell and
in Chinese, what is wrong. It knows no database and no network.
"""
