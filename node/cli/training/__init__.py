"""Commands about trainings: plans, projects, catalogues, ledgers, audits, assessments."""
