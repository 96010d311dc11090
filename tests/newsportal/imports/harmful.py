"""XML that was made to harm."""

from __future__ import annotations

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
HARMFUL = {
    "a bomb": '<!DOCTYPE r [<!ENTITY a "aaaa">]><r><item>&a;</item></r>',
    "a billion laughs": f'<!DOCTYPE r [<!ENTITY l0 "ha">{LAUGHS}]><r><item>&l9;</item></r>',
    "a quadratic blowup": f'<!DOCTYPE r [<!ENTITY a "{"x" * 50_000}">]><r><item>{"&a;" * 50_000}</item></r>',
    "an external entity": '<!DOCTYPE r [<!ENTITY a SYSTEM "{file}">]><r><item>&a;</item></r>',
    "a parameter entity": '<!DOCTYPE r [<!ENTITY % a SYSTEM "{file}"> %a;]><r><item/></r>',
    "an outer definition": '<!DOCTYPE r SYSTEM "{file}"><r><item>&a;</item></r>',
    "an attribute with one": '<!DOCTYPE r [<!ENTITY a "b">]><r><item x="&a;"/></r>',
}
