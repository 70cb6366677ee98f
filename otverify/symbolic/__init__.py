"""Optimal-transport algebra in symbolic dimension: isotropic matrices, radial costs, balls and spheres."""
