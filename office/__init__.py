"""What a service office has besides its processes."""
