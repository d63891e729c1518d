#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Clearing payments by plain iteration over a sparse matrix of SciPy.

    peer_clearing.py FILE

reads entities, dues, payers, payees, amounts and cash as bench_clearing.c writes them. From all dues
downwards everybody pays the smaller of what it owes and of its cash and receipts, until no payment
moves by more than 1e-9 of what is due, or until half a minute is over. Prints `rest` or `moving`,
processor seconds without reading, steps, and the sum of all payments.
"""
import sys
import time

import numpy
import scipy.sparse

SECONDS = 30


def main():
    with open(sys.argv[1], "rb") as file:
        entities, dues = numpy.fromfile(file, numpy.int32, 2)
        payer = numpy.fromfile(file, numpy.int32, dues)
        payee = numpy.fromfile(file, numpy.int32, dues)
        amount = numpy.fromfile(file, numpy.float64, dues)
        cash = numpy.fromfile(file, numpy.float64, entities)
    due = numpy.bincount(payer, amount, entities)
    share = amount / due[payer]
    passed_on = scipy.sparse.csr_matrix((share, (payee, payer)), (entities, entities))
    begin, steps, paid, word = time.process_time(), 0, due, "moving"
    while time.process_time() - begin < SECONDS:
        after = numpy.minimum(due, cash + passed_on @ paid)
        steps += 1
        moved = numpy.max(numpy.abs(after - paid) / numpy.maximum(due, 1e-300), initial=0)
        paid = after
        if moved <= 1e-9:
            word = "rest"
            break
    print(word, time.process_time() - begin, steps, paid.sum())


main()
