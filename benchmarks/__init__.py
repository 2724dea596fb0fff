"""Our figures beside the floor's, measured in the same process: `make bench`."""
