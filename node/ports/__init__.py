"""What services and synchronisation need of storage: ports, behind which it stands.

`node.storage` has the classes; only `node.bootstrap` puts them together. The
docstrings of those classes say what each call promises.
"""
