"""What all branches agree on: entries, logs, sealing, trust, the peer protocol.

Nothing here knows a province, a database or a configuration file.
"""
