"""What is typed into forms that was never meant for them."""

BAD = {
    "nothing": "",
    "spaces": "  ",
    "too much": "x" * 5_000,
    "far too much": "x" * 1_000_000,
    "NUL": "a\x00da@example.com",
    "letters that look alike": "аdа＠ехаmрlе.соm",
    "no UTF-8": "ada\ufffd",
    "letters turned around": "ada\u202e@example.com",
    "another line": "ada\r\nBcc: x@example.com",
}
# As passwords these are as good as others.
FINE = {
    ("password1", bad)
    for bad in ("letters that look alike", "no UTF-8", "letters turned around", "another line")
}
