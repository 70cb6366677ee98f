"""The library of claims: one package per paper, one module per section."""

#: the papers that come with the package, in the order in which they are listed
SLUGS = ("coulomb", "sparse_rot", "capacity", "potentials", "dynamics")
