"""Zhejiang (33): projects are declared and reviewed into a quarterly catalogue; results are filed against its codes.

Source: 浙学银〔2019〕2号.
"""
