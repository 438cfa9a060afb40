"""Jiangsu (32): learner accounts and community-education achievements.

Source: 江苏省教育厅办公室 notice of August 2022 on filing community-education results into
the Jiangsu credit bank, annex 2.
"""
