#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Spreadsheets as people write them: each folder of written/ has files, options, and the scenario
that they are, as JSON; and spellings that are no table of the program.

Usage: test_written.py PROGRAM ROOT [--bless]
"""
import csv
import json
import pathlib
import random
import re
import shlex
import subprocess
import sys
import tempfile

from checks import check, end

# heading -> column
HEADINGS = {
    "Paid by": "payer", "Payor": "payer", "PAYEUR": "payer", "paying company": "payer",
    "Buyer name": "payer", "Purchaser": "payer", "Sender": "payer", "Émetteur": "payer",
    "Name of investor": "payer", "Lender": "payer", "Client": "payer", "Käufer": "payer",
    "Paid to": "payee", "Recipient": "payee", "Bénéficiaire": "payee", "vendor": "payee",
    "Supplier (company)": "payee", "Borrower": "payee", "Destinataire": "payee",
    "Amount ($bn)": "amount", "Deal value, $m": "amount", "Commitment size (US$ B)": "amount",
    "Value in USD millions": "amount", "Montant (Md€)": "amount", "MONTANT TTC (K€)": "amount",
    "Total consideration (EUR m)": "amount", "Betrag in Mio. €": "amount", "$bn": "amount",
    "amountUSD": "amount", "Contract value": "amount", "Sum": "amount", "Investment amount": "amount",
    "Date of announcement": "announced", "Announced on": "announced", "Signing date": "announced",
    "Date de signature": "announced", "Datum": "announced", "Invoice Date": "announced",
    "Start": "start", "Effective date": "start", "Expiry": "end", "Maturity date": "end",
    "Deal type": "relation", "Nature of transaction": "relation", "Type d'opération": "relation",
    "Stage": "status", "Statut": "status", "Remarks": "note", "Commentaires": "note",
    "Max. amount": "amount_high", "Minimum (USD m)": "amount_low", "Devise": "currency",
    "Deal #": "id", "Reference": "id", "N° de facture": "id", "Likelihood (%)": "probability",
}
# relation as written -> relation
RELATIONS = {
    "Equity stake": "investor", "Series B": "investor", "Convertible note": "investor",
    "Prise de participation": "investor", "Senior secured loan": "investor", "prêts": "investor",
    "Cloud services agreement": "customer", "Purchase orders": "customer", "LEASE": "customer",
    "Facture": "customer", "Licence": "customer", "Bestellung": "customer",
    "Capital expenditure": "customer", "Capex": "customer", "loan / equity": "investor",
    "Supply contract": "supplier", "Loan repayment": "repayment", "Share buyback": "repayment",
    "Remboursement du prêt": "repayment", "Interest payment": "interest", "Dividendes": "interest",
}
STATUSES = {
    "MoU": "letter_of_intent", "Non-binding LOI": "letter_of_intent", "In talks": "rumoured",
    "planned": "announced", "Definitive agreement": "signed", "Committed": "signed",
    "Signée": "signed", "Closed": "completed", "paid in full": "completed", "Terminated": "cancelled",
    "Annulé": "cancelled", "Term sheet": "letter_of_intent",
}
NO_WORDS = ["acquisition", "not signed", "signed?", "loan and purchase", "equity / purchase",
            "share sale", "Secondary sale", "Credit note", "shares, purchase"]
# amount in a file in USD bn -> the key amount; None: left out; "error": refused
AMOUNTS = {
    "$10bn": 10, "1.5bn": 1.5, "US$ 2.5 billion": 2.5, "250m": 0.25, "$1,500 million": "error",
    "$1,500.0 million": 1.5, "10 000": 10000, "10'000": 10000, "1,000,000": 1000000,
    "up to 100": {"low": 0, "base": 0, "high": 100}, "≤ 5": {"low": 0, "base": 0, "high": 5},
    ">100": {"low": 100, "base": 100, "high": 100}, "at least 7": {"low": 7, "base": 7, "high": 7},
    "100+": {"low": 100, "base": 100, "high": 100}, "more than $3bn": {"low": 3, "base": 3, "high": 3},
    "~13": 13, "c. 13": 13, "approx. 13": 13, "about $13 billion": 13, "environ 13": 13,
    "10-15": {"low": 10, "base": 10, "high": 15}, "10 to 15": {"low": 10, "base": 10, "high": 15},
    "10–15bn": {"low": 10, "base": 10, "high": 15},
    "between 10 and 15": {"low": 10, "base": 10, "high": 15},
    "n/a": None, "TBD": None, "undisclosed": None, "-": None, "unknown": None, "nd": None,
    "non communiqué": None, "–": None, "?": None, "$100 billion[1]": 100, "7 [2][3]": 7,
    "5[x]": "error",
    "(5)": "error", "-5": "error", "5?": "error", "50%": "error", "5 apples": "error",
    "1,000": "error", "1.234,5": "error", "10-15-20": "error", "1..5": "error", "5 USD EUR": "error",
}
# date -> announced, or "error"
DATES = {
    "15/03/2026": "2026-03-15", "2025/09/05": "2025-09-05", "2025-9-5": "2025-09-05",
    "20140301": "2014-03-01", "2017-03-01T00:02:00Z": "2017-03-01", "Mar 2026": "2026-03-01",
    "Q1 2026": "2026-01-01", "45000": "2023-03-15", "45000.25": "2023-03-15",
    "15 mars 2026": "2026-03-15", "1er août 2026": "2026-08-01", "March 5th, 2026": "2026-03-05",
    "15.03.2026": "2026-03-15", "03.04.2026": "2026-04-03", "15-Mar-26": "2026-03-15",
    "03/2026": "2026-03-01", "3Q25": "2025-07-01", "H2 2026": "2026-07-01", "T3 2026": "2026-07-01",
    "15/03/2026 14:30": "2026-03-15", "Sept. 2025": "2025-09-01", "5. Oktober 2026": "2026-10-05",
    "2025-09-22[3]": "2025-09-22",
    "TBD": None, "03/04/2026": "error", "31/02/2026": "error", "soon": "error", "-2026": "error",
    "15/03/26": "error", "2026.5": "error", "19999": "error", "99999": "error", "12/13": "error",
}
# A file and its options, and the code of the error that it must be
HEAD = "payer,payee,relation,amount"
ERRORS = [
    (HEAD + ",Unit\nA,B,loan,500,m\nB,A,buy,5,bn\n", [], "CF136"),
    (HEAD + ",Amount unit\nA,B,loan,500,USD m\nB,A,buy,5,$bn\n", [], "CF136"),
    (HEAD + ",Multiplier\nA,B,loan,500,1000\nB,A,buy,5,1000000\n", [], "CF136"),
    (HEAD + ",Direction\nA,B,loan,5,in\nA,B,buy,5,out\n", [], "CF136"),
    (HEAD + ",Sign\nA,B,loan,5,+\nA,B,buy,5,-\n", [], "CF136"),
    (HEAD + ",Credit note amount\nA,B,loan,5,1\nA,B,buy,5,2\n", [], "CF136"),
    (HEAD + ",Odd sums (€)\nA,B,loan,5,1\nA,B,buy,5,2\n", [], "CF136"),
    ("From,To,Type,Min,Wild,Max\nA,B,loan,4,5,6\n", [], "CF136"),
    ("payer;payee;relation;Odd x\nA;B;loan;1.250,00\nB;A;loan;2.250,50\n",
     ["--decimal", "comma"], "CF136"),
    ("payer;payee;relation;Odd x\nA;B;loan;1.250,00\nB;A;loan;2.250,50\n", [], "CF136"),
    *((f"From,To,Type,Label,{heading}\nA,B,loan,c,7\nB,A,buy,d,8\n", [], "CF136")
      for heading in ("Unit price ($)", "Unit cost", "Price per unit ($)", "Price/unit ($)",
                      "Cumulative amount ($)", "Company value ($bn)", "Value per share ($)")),
    ("Amount USD,From,To,Type,Currency\n5,A,B,loan,EUR\n", ["--fx", "EUR=1.1"], "CF232"),
    ("Payer,Payee,From,To,Type,Amount\nA,B,2025,2027,loan,5\nB,A,2025,2028,loan,5\n", [],
     "CF136"),
    ("Payer,Payee,Expected on,Type,Amount\nA,B,Sep-25,loan,5\nB,A,Oct-25,loan,5\n", [], "CF136"),
    ("Payer,Payee,Expected on,Type,Amount\nA,B,46000,loan,5\nB,A,46001,loan,5\n", [], "CF136"),
    ("payer,payee,relation,Odd x\nA,B,loan,TBD\nB,A,loan,2\nB,A,loan,n/a\n", [], "CF136"),
]
# A file in USD bn, and the amount and currency of its first deal
RANGE = {"low": 4, "base": 5, "high": 6}
RIGHT = [
    ("From,To,Type,Low ($bn),Base ($bn),High ($bn)\nA,B,loan,4,5,6\n", RANGE),
    ("From,To,Type,Min,Most likely,Max\nA,B,loan,4,5,6\n", RANGE),
    ("From,To,Type,Amount,Low estimate ($bn),High estimate ($bn)\nA,B,loan,5,4,6\n", RANGE),
    ("From,To,Type,Amount ($m),Max\nA,B,loan,4000,6000\n", {"low": 4, "base": 4, "high": 6}),
    ("From,To,Type,Amount,Max ($m)\nA,B,loan,4000,6000\n", {"low": 4, "base": 4, "high": 6}),
    ("From,To,Type,Amount ($bn),Max ($m)\nA,B,loan,4,6000\n", {"low": 4, "base": 4, "high": 6}),
    ("From,To,Type,Amount (unit: $m)\nA,B,loan,7000\n", 7),
    ("From,To,Type,Amount per deal ($m)\nA,B,loan,7000\n", 7),
    ("Amount $,From,To,Type,Currency\n5,A,B,loan,USD\n", 5),
    (HEAD + ",Units\nA,B,loan,5,12\n", 5),
    (HEAD + ",Misc\nA,B,loan,5,-\n", 5),
]


class Written:
    def __init__(self, program, root):
        self.program, self.root = program, root

    def run(self, folder, options, files=("deals.csv",)):
        return subprocess.run([self.program, "import", *files, *options], cwd=folder,
                              capture_output=True, text=True, check=False)

    def read(self, text, *options):
        """The scenario of a text and its warnings; None where it is refused."""
        with tempfile.TemporaryDirectory() as folder:
            pathlib.Path(folder, "deals.csv").write_text(text, encoding="utf-8")
            result = self.run(folder, options)
        if result.returncode == 0:
            return json.loads(result.stdout), result.stderr
        check("errors", result.returncode == 3 and "error:" in result.stderr,
                         f"refused with an error: {text!r}: {result.stderr}")
        return None, result.stderr

    def cell(self, column, value):
        quoted = '"' + value.replace('"', '""') + '"'
        row = {"id": "d", "relation": "customer", "payer": "a", "payee": "b", column: quoted}
        return ",".join(row) + "\n" + ",".join(row.values()) + "\n"

    def deal(self, column, value):
        scenario, _ = self.read(self.cell(column, value), "--currency", "USD", "--unit", "bn")
        return None if scenario is None else scenario["deals"][0]


def check_folders(written, bless):
    for folder in sorted((written.root / "tests/regression/written").iterdir()):
        options = folder / "options"
        given = shlex.split(options.read_text(encoding="utf-8")) if options.exists() else []
        deals = next(folder.glob("deals.*sv")).name
        result = written.run(folder, given, (deals,))
        expected = folder / "expected.json"
        if bless:
            expected.write_text(result.stdout, encoding="utf-8")
        check("written", result.returncode == 0 and
                            result.stdout == expected.read_text(encoding="utf-8"),
                            f"{folder.name}: {result.stderr}{result.stdout}")
        strict = subprocess.run([written.program, "check", "--strict", deals, *given], cwd=folder,
                               capture_output=True, text=True, check=False)
        check("written", strict.returncode == 3, f"{folder.name}: --strict refuses it")
        again = subprocess.run([written.program, "check", "-"], cwd=folder, input=result.stdout,
                               capture_output=True, text=True, check=False)
        check("written", again.returncode == 0, f"{folder.name}: the JSON is good: {again.stderr}")


def check_headings(written):
    for heading, column in HEADINGS.items():
        with tempfile.TemporaryDirectory() as folder:
            cell = '"' + heading + '"'
            pathlib.Path(folder, "deals.csv").write_text(f"{cell},earmark\n,\n", encoding="utf-8")
            result = written.run(folder, ["--explain", "--format", "csv", "--currency", "USD"])
        found = re.search(r"^heading.*\n(?:\"[^\"]*\"|[^,\n]*),([a-z_]*),", result.stdout)
        check("written", found and found.group(1) == column,
                            f"{heading!r} is {column}: {result.stdout}{result.stderr}")


def check_cells(written):
    for words, column in ((RELATIONS, "relation"), (STATUSES, "status")):
        for word, meaning in words.items():
            deal = written.deal(column, word)
            check("written", deal is not None and deal[column] == meaning, f"{word!r} is {meaning}: {deal}")
    for word in RELATIONS:
        check("written", written.deal("relation", word)["instrument"] == word, f"{word!r} is kept")
    for word in NO_WORDS:
        check("written", written.deal("relation", word) is None and written.deal("status", word) is None,
                    f"{word!r} means nothing")
    for text, amount in AMOUNTS.items():
        deal = written.deal("amount", text)
        found = "error" if deal is None else deal.get("amount")
        check("written", found == amount, f"{text!r} is {amount}, but {found}")
        if text.startswith(("~", "c.", "approx")):
            check("written", deal["basis"] == "estimate", f"{text!r} is an estimate")
    for text, date in DATES.items():
        deal = written.deal("announced", text)
        found = "error" if deal is None else deal.get("announced")
        check("written", found == date, f"{text!r} is {date}, but {found}")
    end = written.deal("end", "Q1 2026")
    check("written", end["end"] == "2026-03-31", f"the end of a quarter: {end}")


def check_orders(written):
    """03/04/2026 is settled by an option, or by another cell of its column."""
    head = "id,relation,payer,payee,announced\nd,customer,a,b,03/04/2026\n"
    for option, date in (("dmy", "2026-04-03"), ("mdy", "2026-03-04")):
        scenario, _ = written.read(head, "--currency", "USD", "--date-order", option)
        check("written", scenario["deals"][0]["announced"] == date, f"--date-order {option}")
    for other, date in (("25/12/2026", "2026-04-03"), ("12/25/2026", "2026-03-04")):
        scenario, _ = written.read(head + f"e,customer,b,a,{other}\n", "--currency", "USD")
        check("written", scenario["deals"][0]["announced"] == date, f"{other} settles it")
    scenario, errors = written.read(head + "e,customer,b,a,25/12/2026\nf,customer,b,a,12/25/2026\n",
                                    "--currency", "USD")
    check("written", scenario is None and "CF231" in errors, f"a contradiction: {errors}")


def check_counts(written):
    """Each kind is told once, with its count, whatever the threads, and errors hide none."""
    rows = "".join(f"{'a' if i % 2 else 'b'},{'b' if i % 2 else 'a'},loan,up to {i},15/03/2026\n"
                   for i in range(1, 20001))
    told = set()
    for threads in ("1", "2", "8"):
        scenario, errors = written.read("From,To,Type,Amount ($m),Date\n" + rows,
                                        "--threads", threads)
        told.add(errors)
        check("written", errors.count("20000 ") == 4 and errors.count("CF421") == 1,
                            f"counts on {threads} threads: {errors}")
        check("written", scenario["deals"][19999]["amount"]["high"] == 20000, "the last one")
    check("written", len(told) == 1, "threads make no difference")


def check_maps(written):
    text = "Giver,Taker's side,relation,Figure it (m€)\na,b,customer,5\n"
    for maps in (["payer=Giver", "payee=taker's side", "amount=figure it (m€)"],
                 ["Giver=payer", "Taker's side=payee", "Figure it (m€)=amount"]):
        options = [word for one in maps for word in ("--map", one)]
        scenario, errors = written.read(text, *options)
        check("written", scenario is not None and scenario["currency"] == "EUR" and
                            scenario["unit"] == "million" and
                            scenario["deals"][0]["amount"] == 5, f"{maps}: {errors}")
        check("written", "CF420" not in errors, "what is said is not understood")
    scenario, errors = written.read(text, "--map", "payer=Nobody")
    check("written", scenario is None, "a map must name a heading")


def check_figures(written):
    """What would change figures is used or refused."""
    for text, options, code in ERRORS:
        scenario, errors = written.read(text, "--currency", "USD", *options)
        check("figures", scenario is None and f"[{code}]" in errors, f"{text!r}: {code}: {errors}")
    for text, amount in RIGHT:
        scenario, errors = written.read(text, "--currency", "USD", "--unit", "bn")
        found = None if scenario is None else scenario["deals"][0]["amount"]
        check("figures", found == amount, f"{text!r} is {amount}, but {found}: {errors}")


ALIASES = {"id": "Deal ID", "relation": "Type", "payer": "From", "payee": "To",
           "amount": "Amount ($bn)", "amount_low": "Minimum ($bn)", "amount_high": "Maximum ($bn)",
           "announced": "Date", "start": "Start date", "end": "Maturity", "status": "Stage",
           "note": "Comments", "instrument": "Product", "probability": "Likelihood",
           "source_title": "Citation", "source_url": "Link"}
MONTHS = ("January February March April May June July August September October November "
          "December").split()


def rewritten_date(draw, text):
    year, month, day = text.split("-")
    return draw.choice([f"{day}/{month}/{year}", f"{int(day)} {MONTHS[int(month) - 1]} {year}",
                        f"{year}{month}{day}", f"{year}/{month}/{day}", f"{text}T10:00:00Z", text])


def rewritten_amount(draw, text):
    if "e" in text:
        return text
    whole, _, rest = text.partition(".")
    thousandth = (whole + (rest + "000")[:3] + ("." + rest[3:] if rest[3:] else "")).lstrip("0")
    return draw.choice([f"${text}bn", f"{text} billion", text, f"US$ {text} bn",
                        f"{thousandth}m" if thousandth[:1].isdigit() else text])


def check_rewritten(written, source, seed):
    """What export writes, under other headings and in other words, is the same scenario."""
    draw = random.Random(seed)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        subprocess.run([written.program, "export", source, "-o", folder, "-q"], check=True)
        before = written.run(folder, ["-q"])
        with open(folder / "deals.csv", encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        for row in rows:
            for key in ("announced", "start", "end"):
                row[key] = rewritten_date(draw, row[key]) if row[key] else draw.choice(["", "TBD"])
            for key in ("amount", "amount_low", "amount_high"):
                if row[key] and not (key != "amount" and row["amount"] == ""):
                    row[key] = rewritten_amount(draw, row[key])
        for row in rows:  # the day comes first
            row["announced"] = row["announced"] or "n/a"
        with open(folder / "deals.csv", "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([ALIASES.get(key, key) for key in rows[0]])
            writer.writerows(row.values() for row in rows)
        after = written.run(folder, ["-q", "--date-order", "dmy"])
    check("rewritten", before.returncode == 0 and after.returncode == 0 and
          before.stdout == after.stdout, f"{source} {seed}: {after.stderr[:600]}")


def main():
    program, root = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    written = Written(program, root)
    check_folders(written, "--bless" in sys.argv)
    check_headings(written)
    check_cells(written)
    check_orders(written)
    check_counts(written)
    check_maps(written)
    check_figures(written)
    for seed in range(6):
        check_rewritten(written, root / "data/ai-deals.json", seed)
        check_rewritten(written, root / "data/textbook/programme.json", seed)
    return end()


if __name__ == "__main__":
    sys.exit(main())
