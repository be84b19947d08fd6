"""The bench through its front door, small, so that it cannot rot."""
