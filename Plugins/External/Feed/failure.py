"""What can go wrong, in the words of the protocol."""


class Failure(Exception):
    """An error with its kind: retry, unauthorised, malformed or rejected."""

    def __init__(self, message: str, kind: str = "retry", after: "int | None" = None) -> None:
        super().__init__(message)
        self.data = {"kind": kind} if after is None else {"kind": kind, "after": f"{after}s"}
