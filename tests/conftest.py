"""What holds for every test: generated inputs are the same in each run, however busy the machine is."""

from hypothesis import HealthCheck, settings

# How long an input takes to draw says something of the machine, nothing of the code.
settings.register_profile("repeatable", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("repeatable")
