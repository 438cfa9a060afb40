"""Screening as all provinces share it: what is screened, what a finding is, how runs are drawn by lot."""
