"""What can be done at a branch, one module each, over ports: no SQL, no gRPC, no screen."""
