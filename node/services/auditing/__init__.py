"""Audits (核查): what was filed held against declarations, catalogues and ledgers, screened, sampled, decided on."""
