# SPDX-License-Identifier: GPL-3.0-or-later
"""Changes files at random: JSON as trees, spreadsheets as cells, models as words, anything as bytes.
All take a random.Random, so that the same seed makes the same file."""
import copy
import json
import re

NUMBERS = (0, -0.0, 1, -1, 0.1, 1e-300, 5e-324, 1e300, 1.7976931348623157e308, 2**53 + 1, 1e15, 1e-9,
           100, 100.00000000000001, 3.3333333333333335, -5, 12.75, 1000, 1e22, 0.5)
TEXTS = ("", " ", "a", "s", "lab", "a b", "x,y", "=1+1", "-", ".", "..", "a\tb", "a\nb", "\u0000",
         "\u001b[31m", "\u202egnp", "\u0085", "é", "\U0001f600", "e\u0301", "<b>&amp;\"'", "%s%n", "#",
         "'", "\"", "\\", "/", "../x", "A" * 300, "NaN", "null", "true", "1e5", "0x10", "~1", "nvidia",
         "2026", "2026-02-30", "2025-13", "1899-12-31", "9999-12-31", "2026-08-10", "2025..2031",
         "USD", "EUR", "bn", "signed", "cancelled", "investor", "customer", "repayment", "interest",
         "lender", "guarantor")
TOKENS = (b"{", b"}", b"[", b"]", b":", b",", b"\"", b"\\u0000", b"\\ud800", b"null", b"true", b"1e999",
          b"-", b"0", b"\x00", b"\xff", b"\xc3", b"\xef\xbb\xbf", b"\r\n", b"\n", b"\r", b"\t", b";", b"|",
          b"\"\"", b"\xe2\x80\xae", b"PK\x03\x04", b"\xff\xfe", b"//", b"/*", b"9" * 40)
WORDS = ("set", "param", "var", "s.t.", "minimize", "maximize", "solve", "check", "display", "printf",
         "for", "sum", "prod", "setof", "if", "then", "else", "in", "within", "cross", "diff", "inter",
         "{", "}", "(", ")", "[", "]", ":", ";", ",", ":=", "=", "<=", ">=", "<>", "+", "-", "*", "/",
         "**", "..", "&", "and", "or", "not", "0", "1", "1e300", "1e-300", "0.5", "\"a\"", "'b c'",
         "\"%s\\n\"", "\"%d\"", "\"%g\"", "symbolic", "binary", "integer", "default", "dimen", "EDGES",
         "ENTITIES", "amount", "payer", "payee", "class", "x", "y", "e", "u", "data;", "end;", "#", "/*",
         "abs", "floor", "log", "exp", "sqrt", "card", "length", "substr", "str2time", "time2str",
         "Uniform01", "Irand224", "div", "mod", "less", "by", "exists", "forall", "min", "max")


def change_bytes(random, data):
    """One to a few changes anywhere."""
    data = bytearray(data)
    for _ in range(random.choice((1, 1, 1, 2, 3, 8))):
        at = random.randrange(len(data) + 1)
        length = random.choice((1, 1, 2, 5, 20, 100))
        what = random.randrange(7)
        if what == 0 and at < len(data):
            data[at] ^= 1 << random.randrange(8)
        elif what == 1:
            del data[at:at + length]
        elif what == 2:
            data[at:at] = random.choice(TOKENS)
        elif what == 3:
            data[at:at + length] = random.choice(TOKENS)
        elif what == 4:
            data[at:at] = data[at:at + length] * random.choice((1, 1, 2, 20))
        elif what == 5:
            to = random.randrange(len(data) + 1)
            data[at:at] = data[to:to + length]
        elif random.random() < 0.1:
            del data[at:]
    return bytes(data)


# ---- JSON ----------------------------------------------------------------------------------------

def containers_of(value):
    """Every object and list in a tree."""
    found = []
    stack = [value]
    while stack:
        value = stack.pop()
        if isinstance(value, (dict, list)):
            found.append(value)
            stack.extend(value.values() if isinstance(value, dict) else value)
    return found


def keys_of(container):
    return list(container) if isinstance(container, dict) else range(len(container))


def any_value(random, tree):
    what = random.randrange(8)
    if what == 0:
        return random.choice((None, True, False, [], {}, [[]], [1, 2], {"low": 1, "high": 2}))
    if what <= 3:
        return random.choice(NUMBERS)
    if what <= 5:
        return random.choice(TEXTS)
    other = random.choice(containers_of(tree))
    keys = keys_of(other)
    return copy.deepcopy(other[random.choice(list(keys))]) if len(keys) else None


def change_number(random, number):
    if random.random() < 0.4:
        return random.choice(NUMBERS)
    return number * random.choice((0.5, 2, 1 + 1e-12, 10, 1e6, 1e-6, -1)) + random.choice((0, 0, 1, 1e-9))


def change_tree_once(random, tree):
    container = random.choice(containers_of(tree))
    keys = list(keys_of(container))
    what = random.randrange(8)
    if not keys or what == 0:
        value = any_value(random, tree)
        if isinstance(container, dict):
            container[random.choice(("amount", "id", "payer", "share", "funds", "schedule", "x",
                                     "earmark", "part_of", "date", "fx", "group"))] = value
        else:
            container.insert(random.randrange(len(container) + 1), value)
        return
    key = random.choice(keys)
    value = container[key]
    if what == 1:
        del container[key]
    elif what == 2 and isinstance(container, list):
        container.insert(random.randrange(len(container) + 1), copy.deepcopy(value))
    elif what == 3:
        other = random.choice(keys)
        container[key], container[other] = container[other], value
    elif what == 4:
        container[key] = any_value(random, tree)
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        container[key] = change_number(random, value)
    elif isinstance(value, str):
        same = [other[key] for other in containers_of(tree)
                if isinstance(other, dict) and isinstance(other.get(key), str)]
        container[key] = random.choice(same + [random.choice(TEXTS)]) if same else random.choice(TEXTS)
    else:
        container[key] = any_value(random, tree)


def change_json(random, data):
    try:
        tree = json.loads(data)
    except ValueError:
        return change_bytes(random, data)
    if not isinstance(tree, (dict, list)):
        return change_bytes(random, data)
    for _ in range(random.choice((1, 1, 1, 2, 3, 6))):
        change_tree_once(random, tree)
    return json.dumps(tree, ensure_ascii=random.random() < 0.5).encode("utf-8", "surrogatepass")


def change_deals(random, data):
    """Changes that mostly leave a scenario valid: other amounts, payers and payees, copies, days."""
    try:
        tree = json.loads(data)
        deals = [deal for deal in tree["deals"] if isinstance(deal, dict)]
        ids = [entity["id"] for entity in tree["entities"]]
    except (ValueError, KeyError, TypeError):
        return data
    for _ in range(random.choice((1, 1, 2, 4, 8)) if deals and ids else 0):
        deal = random.choice(deals)
        what = random.randrange(6)
        if what <= 1 and isinstance(deal.get("amount"), (int, float)):
            deal["amount"] = min(abs(change_number(random, deal["amount"])), 1e18)
        elif what == 2:
            side, other = random.sample(("payer", "payee"), 2)
            deal[side] = random.choice([one for one in ids if one != deal.get(other)] or ids)
        elif what == 3:
            deals.append(dict(deal, id="n%d" % len(deals)))
        elif what == 4:
            deal[random.choice(("non_cash", "contingent"))] = random.random() < 0.5
        elif len(deals) > 1:
            deals.remove(deal)
    return json.dumps(dict(tree, deals=deals)).encode("utf-8", "surrogatepass")


# ---- spreadsheets --------------------------------------------------------------------------------

def change_cells(random, data):
    text = data.decode("utf-8", "replace")
    separator = max(",;\t", key=text.count)
    rows = [line.split(separator) for line in text.split("\n")]
    for _ in range(random.choice((1, 1, 2, 3, 6))):
        row = random.choice(rows)
        at = random.randrange(len(row) + 1)
        what = random.randrange(7)
        if what == 0:
            rows.insert(random.randrange(len(rows) + 1), list(row))
        elif what == 1:
            row.insert(at, random.choice(TEXTS))
        elif what == 2 and at < len(row):
            del row[at]
        elif what == 3 and at < len(row):
            row[at] = random.choice(random.choice(rows) or [""])
        elif what == 4 and at < len(row):
            row[at] = repr(random.choice(NUMBERS))
        elif at < len(row):
            row[at] = random.choice(TEXTS + ("1.000", "1.234,56", "12,5", "1 000", "$5", "(3)", "5%"))
    if random.random() < 0.1:
        separator = random.choice(",;\t|")
    return "\n".join(separator.join(row) for row in rows).encode("utf-8", "replace")


# ---- models --------------------------------------------------------------------------------------

def change_model(random, data):
    words = re.findall(r"\s+|#[^\n]*|\w+|\"[^\"\n]*\"|'[^'\n]*'|.", data.decode("utf-8", "replace"))
    for _ in range(random.choice((1, 1, 2, 3))):
        at = random.randrange(len(words) + 1)
        what = random.randrange(6)
        if what == 0:
            words.insert(at, " " + random.choice(WORDS) + " ")
        elif what == 1:
            del words[at:at + random.choice((1, 1, 2, 10))]
        elif what == 2 and at < len(words):
            words[at] = random.choice(WORDS)
        elif what == 3 and words:
            words.insert(at, random.choice(words))
        elif what == 4:
            to = random.randrange(len(words) + 1)
            words[at:at] = words[to:to + random.choice((1, 5, 20))]
        elif words:
            other = random.randrange(len(words))
            at = min(at, len(words) - 1)
            words[at], words[other] = words[other], words[at]
    return "".join(words).encode("utf-8")
