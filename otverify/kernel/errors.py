"""The two ways the kernel says no."""


class Rejected(Exception):
    """The certificate does not establish the statement; the text says why and where."""


class Malformed(Rejected):
    """The data are not a statement or certificate at all: wrong type, size, shape or key."""
