"""Search: whatever finds a certificate. Nothing here is trusted; the kernel accepts or rejects."""
