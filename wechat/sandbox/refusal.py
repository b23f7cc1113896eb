"""How WeChat Pay says no: a status, a stable code, a sentence that may change any day."""


class Refusal(Exception):
    """An error answer. `field` is a JSON pointer, `location` where the bad value stood."""

    def __init__(
        self, status: int, code: str, message: str, *, field: str = "", location: str = "body"
    ) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message
        self.field, self.location = field, location
        self.sign_information: dict[str, object] | None = None

    def body(self) -> dict[str, object]:
        """The JSON of the answer; `detail` only when there is a field to name."""
        answer: dict[str, object] = {"code": self.code, "message": self.message}
        if self.field:
            detail: dict[str, object] = {"field": self.field, "issue": self.message}
            detail["location"] = self.location
            if self.sign_information:
                detail["sign_information"] = self.sign_information
            answer["detail"] = detail
        return answer


def parameter(message: str, field: str = "", location: str = "body") -> Refusal:
    return Refusal(400, "PARAM_ERROR", message, field=field, location=location)


def invalid(message: str) -> Refusal:
    return Refusal(400, "INVALID_REQUEST", message)


def missing(message: str) -> Refusal:
    return Refusal(404, "RESOURCE_NOT_EXISTS", message)


def forbidden(code: str, message: str) -> Refusal:
    return Refusal(403, code, message)
