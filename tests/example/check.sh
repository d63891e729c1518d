#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Is notebooks-out/ai-deals/ what the program writes now?
#
#   tests/example/check.sh PROGRAM
#
# Where it is not, `cmake --build build --target example` rewrites it: PROGRAM report
# data/ai-deals.json --run-notebook, in the root. Another version of Graphviz may lay pictures out
# differently, and another zlib pack the workbook differently: the example is that of Debian 12.
set -eu
program=$(realpath "$1")
cd "$(dirname "$0")/../.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# Another compiler makes other bytes of the engine.
without_engine() { sed 's/ id="engine">[^<]*/ id="engine">/' "$1"; }
same_page() { [ -f "$1" ] && [ -f "$2" ] && cmp -s <(without_engine "$1") <(without_engine "$2"); }

"$program" report data/ai-deals.json -q -o "$folder/ai-deals"
passed=0
failed=0
while read -r name; do
    if [ "$name" = notebook.ipynb ]; then
        same=(python3 tests/example/notebooks.py)
    elif [ "$name" = workbook.xlsx ]; then
        same=(python3 tests/example/workbooks.py)
    elif [ "$name" = report.html ]; then
        same=(same_page)
    else
        same=(cmp -s)
    fi
    if "${same[@]}" "$folder/ai-deals/$name" "notebooks-out/ai-deals/$name"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "notebooks-out/ai-deals/$name is out of date, missing, or too much"
        diff -a <(head -c 100000 "notebooks-out/ai-deals/$name" 2>/dev/null) \
            <(head -c 100000 "$folder/ai-deals/$name" 2>/dev/null) | cut -c 1-200 | head -n 6 || true
    fi
done < <({ ls -A "$folder/ai-deals"; ls -A notebooks-out/ai-deals; } | sort -u)
[ "$failed" -eq 0 ] || echo "cmake --build build --target example rewrites it"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
