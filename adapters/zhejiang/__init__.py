"""Zhejiang (33): declares projects, reviews them into a quarterly catalogue, files results against its codes.

That model isn't here yet. Until then a Zhejiang node reads the neutral template
(``declared:neutral``), which knows no project codes and so checks nothing against a catalogue.

Source: 浙学银〔2019〕2号.
"""
