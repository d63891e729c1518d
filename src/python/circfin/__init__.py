# SPDX-License-Identifier: GPL-3.0-or-later
"""How much of the money a company invests in its customers comes back as revenue.

>>> import circfin
>>> result = circfin.score("deals.json", view="firm")
>>> result["suppliers"]            # a DataFrame
>>> result.picture()               # drawn in Jupyter

Every analysis of the circfin command is a function: :func:`score`, :func:`loops`, :func:`drivers`,
:func:`sweep`, :func:`timeline`, :func:`simulate`, :func:`chance`, :func:`stress`, :func:`compare`,
:func:`vintages`, :func:`model`, :func:`graph`. Each takes a scenario (:func:`read`: a path, a text
of JSON, a dict, or a DataFrame of deals) and the options of the command of its name, with ``_`` for
``-``, and gives a :class:`Result`. :func:`what_if` takes arrays. Amounts are in the currency and
unit of the scenario, shares are fractions.
"""
from ._library import check_version, library_version

check_version()
__version__ = library_version()

from . import analyses  # noqa: E402
from ._progress import Progress  # noqa: E402
from .analyses import *  # noqa: E402,F401,F403
from .errors import (CircfinError, CircfinWarning, FileError, InputError,  # noqa: E402
                     OptionError, OutOfMemoryError, Problem, ScenarioSyntaxError, SolverError,
                     UnknownOptionError, explain)
from .results import Picture, Result  # noqa: E402
from .scenario import Scenario, read  # noqa: E402
from .what_ifs import Loopback, WhatIf, what_if  # noqa: E402

__all__ = ["CircfinError", "CircfinWarning", "FileError", "InputError", "Loopback", "OptionError",
           "OutOfMemoryError", "Picture", "Problem", "Progress", "Result", "Scenario",
           "ScenarioSyntaxError", "SolverError", "UnknownOptionError", "WhatIf", "explain", "read",
           "what_if", *analyses.__all__]
