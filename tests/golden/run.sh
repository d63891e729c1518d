#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs the whole program and compares what it prints with what is kept here: see README.md.
#
# usage: tests/golden/run.sh PROGRAM [--bless] [CASE...]
set -u
export LC_ALL=C

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)

usage() {
    echo "usage: $0 PROGRAM [--bless] [CASE...]" >&2
    exit 2
}

[ $# -ge 1 ] || usage
program=$(realpath -- "$1")
[ -x "$program" ] || usage
shift
bless=false
if [ "${1-}" = --bless ]; then
    bless=true
    shift
fi

scratch=$(mktemp -d)
trap 'chmod -R u+w "$scratch"; rm -rf "$scratch"' EXIT
mkdir "$scratch/bin"
ln -s "$program" "$scratch/bin/circfin"

# Nothing of the caller's terminal or settings shows in the results.
unset COLUMNS NO_COLOR
export TERM=xterm PATH="$scratch/bin:$PATH"

passed=0
failed=0

# What differs between two good runs: the scratch folder and the version.
normalise() {
    sed -e "s|$TEMP|TEMP|g" -e 's/"version": "[0-9][^"]*"/"version": "VERSION"/' \
        -e 's/^circfin [0-9][0-9.]*$/circfin VERSION/' "$1"
}

# Runs the command given after the folder; leaves out, err and exit in the scratch folder.
run_in() {
    local folder=$1
    shift
    (cd "$folder" && "$@") </dev/null >"$scratch/raw.out" 2>"$scratch/raw.err"
    echo $? >"$scratch/exit"
    normalise "$scratch/raw.out" >"$scratch/out"
    normalise "$scratch/raw.err" >"$scratch/err"
}

# An empty expectation needs no file.
keep() {
    local got=$1 kept=$2
    if [ -s "$got" ]; then cp "$got" "$kept"; else rm -f "$kept"; fi
}

differs() {
    local got=$1 kept=$2
    [ -e "$kept" ] || kept=/dev/null
    ! diff -u --label "${kept#"$root"/}" --label "$(basename "$got") now" "$kept" "$got"
}

# Compares (or keeps) the results named, out, err or exit, of one case.
judge() {
    local folder=$1 good=true name
    shift
    for name in "$@"; do
        if $bless; then
            keep "$scratch/$name" "$folder/expected.$name"
        elif differs "$scratch/$name" "$folder/expected.$name"; then
            good=false
        fi
    done
    if $good; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED: ${folder#"$root"/}"
    fi
}

wanted() {
    local folder=$1 case
    shift
    [ $# -eq 0 ] && return 0
    for case in "$@"; do
        [ "$(basename "$folder")" = "$case" ] && return 0
    done
    return 1
}

for file in "$here"/cli/*/cmd; do
    [ -e "$file" ] || continue
    folder=$(dirname "$file")
    wanted "$folder" "$@" || continue
    export TEMP="$scratch/temp"
    mkdir "$TEMP"
    run_in "$root" bash -c "$(cat "$file")"
    judge "$folder" out err exit
    chmod -R u+w "$TEMP"
    rm -rf "$TEMP"
done

for file in "$here"/diagnostics/*/expected.err; do
    [ -e "$file" ] || continue
    folder=$(dirname "$file")
    wanted "$folder" "$@" || continue
    export TEMP="$scratch/temp"
    if [ -e "$folder/input.csv" ]; then
        options=$(cat "$folder/options" 2>/dev/null || echo --currency USD)
        run_in "$folder" circfin check input.csv $options
    else
        run_in "$folder" circfin check input.json
    fi
    judge "$folder" err exit
done

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
