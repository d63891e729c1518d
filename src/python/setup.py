# SPDX-License-Identifier: GPL-3.0-or-later
"""The package has the version of the libcircfin that it is built against."""
import pathlib
import sys

from setuptools import setup

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from build_circfin import version  # noqa: E402

setup(version=version(), cffi_modules=["build_circfin.py:builder"])
