"""How an act is refused: with a sentence for the person who tried it."""


class Refusal(Exception):
    """`message` says what happened and what to do; `code` names the rule, for tests and the log."""

    def __init__(self, message: str, *, code: str) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
