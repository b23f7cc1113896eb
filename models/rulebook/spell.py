"""Numbers in words' clothing, the same for every language."""


def duration(seconds: int, units: tuple[str, str, str]) -> str:
    """Write whole seconds in hours, minutes and seconds, leaving out what is zero."""
    minutes, left = divmod(seconds, 60)
    counts = (minutes // 60, minutes % 60, left)
    named = [f"{count}{unit}" for count, unit in zip(counts, units, strict=True) if count]
    return " ".join(named) or f"0{units[-1]}"


def hundredths(number: int) -> str:
    """Write a count of hundredths without idle zeros: `1,000`, `0.5`, `12.34`."""
    whole, rest = divmod(number, 100)
    return f"{whole:,}" + (f".{rest:02d}".rstrip("0") if rest else "")
