"""What a user sees when the input is at fault: expected, got, hint."""


class OtverifyError(Exception):
    """Base of every error raised for a reason the user can act on."""


class InvalidInput(OtverifyError):
    """The input breaks a stated requirement.

    The message always has the form ``<where>: expected <expected>, got <got>. <hint>``.
    """

    def __init__(self, where: str, *, expected: str, got: object, hint: str = "") -> None:
        message = f"{where}: expected {expected}, got {got}."
        super().__init__(f"{message} {hint}" if hint else message)
        self.where, self.expected, self.got, self.hint = where, expected, got, hint

    def __reduce__(self) -> tuple[object, ...]:
        # keyword-only fields survive the trip between processes
        return (_rebuild, (type(self), self.where, self.expected, str(self.got), self.hint))


class InvalidStatement(InvalidInput):
    """A claim that is not well formed: undeclared symbol, empty domain, vanishing denominator."""


class InvalidProblem(InvalidInput):
    """A transport problem that is not well posed: unequal masses, wrong shapes, negative capacities."""


def _rebuild(kind: type[InvalidInput], where: str, expected: str, got: str, hint: str) -> InvalidInput:
    return kind(where, expected=expected, got=got, hint=hint)
