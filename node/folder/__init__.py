"""A branch's folder: configuration, keys, rosters, state; how it is made and what is read from it."""

from node.folder.branch_folder import BranchFolder

__all__ = ["BranchFolder"]
