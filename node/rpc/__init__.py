"""The branch's own clients over gRPC: `node.v1`, on a port and with credentials of its own."""
