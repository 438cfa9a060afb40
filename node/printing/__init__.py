"""Documents and workbooks made of plain values: no database, no network, no clock.

Source: seed document 000, attachments 1 and 3, part 4 of the notice; DESIGN section 9.
"""
