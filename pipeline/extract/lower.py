"""Lower case in which offsets stay: expressions for it are several times as fast as with IGNORECASE."""


def lower_in_place(text: str) -> str:
    """The text in lower case, character by character, so that offsets are the same in both."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(each.lower() if len(each.lower()) == 1 else each for each in text)
