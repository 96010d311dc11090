"""How an act is refused: with a sentence for the person who tried it."""


class Refusal(Exception):
    """`message` says what happened and what to do; `code` is for scripts and tests. `rule` is the code of the rule that
    refused, where one did."""

    def __init__(self, message: str, *, code: str, rule: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.rule = rule
