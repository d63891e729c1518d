# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of the package share."""
import json
import os
import pathlib
import subprocess
import warnings

import pandas as pd

ROOT = pathlib.Path(os.environ["CIRCFIN_ROOT"])
DEALS = ROOT / "data/ai-deals.json"


def command(*words):
    """What the command of the same build writes as JSON."""
    done = subprocess.run([os.environ["CIRCFIN"], *map(str, words), "--format", "json"],
                          capture_output=True, text=True, check=True, cwd=ROOT)
    return json.loads(done.stdout)


def quietly(function, *arguments, **options):
    """A call whose warnings are not what is tested."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return function(*arguments, **options)


def plain(value):
    """A cell as JSON has it."""
    if value is None or value is pd.NA or value is pd.NaT or value != value:
        return None
    if isinstance(value, pd.Timestamp):
        return str(value.date())
    return value.item() if hasattr(value, "item") else value


def rows_of(frame):
    columns = list(frame.columns)
    return [dict(zip(columns, map(plain, row))) for row in frame.itertuples(index=False, name=None)]


def ring(**changes):
    """Three deals by hand: chips invests in a lab, which buys from chips and from a cloud."""
    columns = {"id": ["stake", "buy", "rent"], "relation": ["investor", "customer", "customer"],
               "payer": ["chips", "lab", "lab"], "payee": ["lab", "chips", "cloud"],
               "amount": [10.0, 12.0, 8.0]}
    return pd.DataFrame({**columns, **changes})
