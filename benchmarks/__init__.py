"""What the portal costs, in ratios to a Django hello-world on the same server in the same run. `make bench` prints it."""
