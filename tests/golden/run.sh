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


# Results lie in $scratch/now as they are kept here; what differs between two good runs, the scratch
# folder and the version, is replaced in all of them at the end.
cases=()
shopt -s nullglob dotglob
export TEMP="$scratch/temp"
mkdir "$TEMP"

# Runs the command given after the folder and the case; leaves out, err and exit.
run_in() {
    local folder=$1 now=$scratch/now/$2
    shift 2
    mkdir -p "$now"
    (cd "$folder" && exec "$@") </dev/null >"$now/expected.out" 2>"$now/expected.err"
    echo $? >"$now/expected.exit"
}

clear_temp() {
    local left=("$TEMP"/*)
    [ ${#left[@]} -eq 0 ] && return
    chmod -R u+w "$TEMP"
    rm -rf "$TEMP"
    mkdir "$TEMP"
}

wanted() { # CASE [NAME...]
    local case=$1 name
    shift
    [ $# -eq 0 ] && return 0
    for name in "$@"; do
        [ "${case##*/}" = "$name" ] && return 0
    done
    return 1
}

for file in "$here"/cli/*/cmd; do
    case=${file#"$here"/}
    case=${case%/cmd}
    wanted "$case" "$@" || continue
    cases+=("$case")
    run_in "$root" "$case" bash -c "$(<"$file")"
    clear_temp
done

for file in "$here"/diagnostics/*/expected.err; do
    case=${file#"$here"/}
    case=${case%/expected.err}
    wanted "$case" "$@" || continue
    cases+=("$case")
    sheets=("$here/$case"/input.[!j]*) # not .json
    if [ ${#sheets[@]} -gt 0 ]; then
        options="--currency USD"
        [ -e "$here/$case/options" ] && options=$(<"$here/$case/options")
        run_in "$here/$case" "$case" circfin check "${sheets[0]##*/}" $options
    else
        run_in "$here/$case" "$case" circfin check input.json
    fi
    rm "$scratch/now/$case/expected.out"
done

# An empty expectation needs no file.
find "$scratch/now" -type f -empty -delete
find "$scratch/now" -type f ! -name expected.exit -exec \
    sed -i -e "s|$TEMP|TEMP|g" -e 's/"version": "[0-9][^"]*"/"version": "VERSION"/' \
        -e 's/^circfin [0-9][0-9.]*$/circfin VERSION/' \
        -e 's/"circfin [0-9][0-9.]*"/"circfin VERSION"/' {} +

if $bless; then
    for case in "${cases[@]}"; do
        rm -f "$here/$case"/expected.{out,err,exit}
        cp "$scratch/now/$case"/expected.* "$here/$case"
    done
    echo "${#cases[@]} kept"
    exit 0
fi

mkdir "$scratch/kept"
cd "$here" || exit 2
for case in "${cases[@]}"; do
    mkdir -p "$scratch/kept/$case"
    printf '%s\0' "$case"/expected.*
done | xargs -0 cp --parents -t "$scratch/kept"
cd "$scratch" || exit 2
diff -ruN --text kept now >differences
grep -v '^diff -ruN' differences | sed -e "s|^--- kept/|--- tests/golden/|" -e "s|^+++ now/|+++ now: |"
failed=$(sed -n 's|^diff -ruN --text kept/\(.*\)/expected\.[a-z]* now/.*|FAILED: tests/golden/\1|p' \
         differences | sort -u | tee /dev/stderr | wc -l)
echo "$((${#cases[@]} - failed)) passed, $failed failed"
[ "$failed" -eq 0 ]
