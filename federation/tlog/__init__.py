"""The Merkle log: tree, proofs, signed notes, checkpoints, cosignatures, evidence. Pure, without input or output."""
