#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# From a bare Debian or Ubuntu machine to a result, in one command:
#
#   src/bootstrap.sh demo          builds circfin and runs it on data/ai-deals.json
#   src/bootstrap.sh test          builds it and runs the tests
#   src/bootstrap.sh test --all    with every random seed, and the tests that need heavy clients:
#                                  sanitizers, clang, SciPy, Chromium; the core alone, and the
#                                  packages in a fresh Debian
#   src/bootstrap.sh build         builds only
#   src/bootstrap.sh packages      makes Debian packages
#   src/bootstrap.sh bench         times what should be fast, beside a peer
#   src/bootstrap.sh fuzz [SECS]   fuzzes every reader of foreign bytes (default 60 s each)
#   src/bootstrap.sh fuzz --commands [SECS]   runs every command on changed files and options
#
# Installs only what is missing, with apt, and asks for sudo only then and only when not root.
# CIRCFIN_BUILD names the build folder (default: build, beside README.md).

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

build=${CIRCFIN_BUILD:-build}
jobs=$(nproc 2>/dev/null || echo 2)

say() { printf '%s\n' "$*" >&2; }
have() { command -v "$1" >/dev/null 2>&1; }

# at_least VERSION FOUND: FOUND is VERSION or newer
at_least() { [ "$(printf '%s\n' "$1" "$2" | sort -V | head -n 1)" = "$1" ]; }
cmake_at_least() { have cmake && at_least "$1" "$(cmake --version | sed -n '1s/[^0-9]*//p')"; }
glpk_at_least() {
    local major
    major=$(printf '#include <glpk.h>\nGLP_MAJOR_VERSION\n' | cc -E -P -x c - 2>/dev/null | tail -n 1)
    [ "${major:-0}" -ge "$1" ] 2>/dev/null
}

have_klu() {
    printf '#include <klu.h>\n' | cc -E -I/usr/include/suitesparse -x c - >/dev/null 2>&1
}

have_random123() {
    printf '#include <Random123/philox.h>\n' | cc -E -x c - >/dev/null 2>&1
}

have_font() { find /usr/share/fonts -name "$1" 2>/dev/null | grep -q .; }

have_chromium() { have chromium || have chromium-browser || have google-chrome; }
node_at_least() { have node && at_least "$1" "$(node --version | tr -d v)"; }

# python_with MODULE: a Python 3 that can import it
python_with() {
    local python
    for python in python3 /usr/bin/python3; do
        if have "$python" && "$python" -c "import $1" >/dev/null 2>&1; then
            echo "$python"
            return 0
        fi
    done
    return 1
}

# ---- what is needed: a name, the Debian package that brings it, a check --------------------------

missing=()
packages=()
need() { # NAME PACKAGE CHECK...
    local name=$1 package=$2
    shift 2
    "$@" >/dev/null 2>&1 && return
    missing+=("$name")
    packages+=("$package")
}

need_to_build() {
    need "a C compiler" "build-essential" have cc
    need "make" "make" have make
    need "CMake 3.22" "cmake" cmake_at_least 3.22
    need "pkg-config" "pkg-config" have pkg-config
    need "igraph 0.10.2 (C library)" "libigraph-dev" pkg-config --atleast-version=0.10.2 igraph
    need "GLPK 5.0" "libglpk-dev" glpk_at_least 5
    need "SuiteSparse (KLU)" "libsuitesparse-dev" have_klu
    need "jansson 2.13" "libjansson-dev" pkg-config --atleast-version=2.13 jansson
    need "the GNU Scientific Library 2.7" "libgsl-dev" pkg-config --atleast-version=2.7 gsl
    need "Random123" "librandom123-dev" have_random123
    need "Graphviz 2.42 (libgvc)" "libgraphviz-dev" pkg-config --atleast-version=2.42 libgvc
    need "librsvg 2.50" "librsvg2-dev" pkg-config --atleast-version=2.50 librsvg-2.0
    need "libxlsxwriter" "libxlsxwriter-dev" pkg-config --exists xlsxwriter
    need "libzip 1.7" "libzip-dev" pkg-config --atleast-version=1.7 libzip
    need "libxml2 2.9" "libxml2-dev" pkg-config --atleast-version=2.9 libxml-2.0
    need "SQLite 3.36" "libsqlite3-dev" pkg-config --atleast-version=3.36 sqlite3
}

need_to_test() {
    need "Criterion 2.4" "libcriterion-dev" pkg-config --atleast-version=2.4 criterion
    need "glpsol" "glpk-utils" have glpsol
    need "the program sqlite3" "sqlite3" have sqlite3
    need "cmark-gfm" "cmark-gfm" have cmark-gfm
    need "Python 3 with jsonschema" "python3-jsonschema" python_with jsonschema
    need "Python 3 with PyYAML" "python3-yaml" python_with yaml
    need "git" "git" have git
    need "Graphviz (dot)" "graphviz" have dot
    need "xmllint" "libxml2-utils" have xmllint
}

need_for_all() {
    need "clang" "clang" have clang
    need "Python 3 with SciPy" "python3-scipy" python_with scipy
    need "Dask's scheduler" "python3-distributed" python_with distributed
    need "groff" "groff" have groff
    need "mandoc" "mandoc" have mandoc
    need "zsh" "zsh" have zsh
    need "fish" "fish" have fish
    need "LibreOffice Calc" "libreoffice-calc-nogui" have soffice
    need "Chromium" "chromium" have_chromium
    need "the font DejaVu Sans" "fonts-dejavu-core" have_font DejaVuSans.ttf
    need "the font Liberation Sans" "fonts-liberation" have_font LiberationSans-Regular.ttf
    need "the font Noto Sans" "fonts-noto-core" have_font NotoSans-Regular.ttf
    need "Node.js 18" "nodejs" node_at_least 18
    need "npm" "npm" have npm
    need "Jupyter's nbconvert" "python3-nbconvert" /usr/bin/python3 -c "import nbconvert"
    need "Jupyter's Python kernel" "python3-ipykernel" /usr/bin/python3 -c "import ipykernel"
    need "Python 3 with pandas" "python3-pandas" /usr/bin/python3 -c "import pandas"
    need "Python 3 with NetworkX" "python3-networkx" python_with networkx
    need "Python 3 with cffi" "python3-cffi" /usr/bin/python3 -c "import cffi"
    need "Python 3 with setuptools" "python3-setuptools" /usr/bin/python3 -c "import setuptools"
    need "Python 3 with wheel" "python3-wheel" /usr/bin/python3 -c "import wheel"
    need "pip" "python3-pip" /usr/bin/python3 -c "import pip"
    need "mypy" "mypy" /usr/bin/python3 -c "import mypy"
    need "Python's headers" "python3-dev" have_python_headers
    need "Python 3 with matplotlib" "python3-matplotlib" /usr/bin/python3 -c "import matplotlib"
}

need_to_package() {
    need "dpkg-shlibdeps" "dpkg-dev" have dpkg-shlibdeps
    need "Python 3 with cffi" "python3-cffi" /usr/bin/python3 -c "import cffi"
    need "Python 3 with setuptools" "python3-setuptools" /usr/bin/python3 -c "import setuptools"
    need "Python's headers" "python3-dev" have_python_headers
}

need_to_test_packages() {
    need_to_package
    need "debootstrap" "debootstrap" have debootstrap
    need "lintian" "lintian" have lintian
    need "unshare" "util-linux" have unshare
}

install_missing() {
    [ ${#missing[@]} -eq 0 ] && return
    if ! have apt-get; then
        say "circfin needs what this machine does not have:"
        printf '  %s\n' "${missing[@]}" >&2
        say "There is no apt here. Install them with your system's package manager, with their"
        say "headers (on Fedora: igraph-devel gsl-devel Random123-devel glpk-devel suitesparse-devel jansson-devel graphviz-devel"
        say "librsvg2-devel libxlsxwriter-devel libzip-devel libxml2-devel sqlite-devel; with Homebrew: igraph gsl random123 glpk suite-sparse jansson"
        say "graphviz librsvg libxlsxwriter libzip libxml2 sqlite), then run this again."
        exit 1
    fi
    local sudo=()
    if [ "$(id -u)" -ne 0 ]; then
        have sudo || { say "Not root, and no sudo: run apt-get install ${packages[*]}"; exit 1; }
        sudo=(sudo)
    fi
    say "Installing: ${packages[*]}"
    "${sudo[@]}" apt-get update -q >&2
    "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -q --no-install-recommends "${packages[@]}" >&2
}

# What apt offers of these packages; where they cannot be had, all goes on without.
install_offered() { # WHAT PACKAGE...
    local what=$1 package wanted=()
    shift
    have apt-get && have apt-cache || return 0
    for package in "$@"; do
        dpkg -s "$package" >/dev/null 2>&1 && continue
        [ "$package" = default-jdk-headless ] && have javac && continue
        apt-cache show "$package" >/dev/null 2>&1 && wanted+=("$package")
    done
    [ ${#wanted[@]} -eq 0 ] && return
    missing=("${wanted[@]}")
    packages=("${wanted[@]}")
    (install_missing) || say "Without $what then: ${wanted[*]}"
    packages=()
    missing=()
}

have_python_headers() {
    [ -f "$(/usr/bin/python3 -c 'import sysconfig; print(sysconfig.get_path("include"))')/Python.h" ]
}

have_web() {
    printf '#include <math.h>\nint probe(double x);\nint probe(double x) { return (int)fma(x, x, x); }\n' |
        clang --target=wasm32-wasi -mexec-model=reactor -x c - -o /dev/null >/dev/null 2>&1
}

# What is missing, and what the panel of a report's page is compiled with.
install_all_missing() {
    install_missing
    missing=()
    packages=()
    have_web || install_offered "the panel of the page" clang lld wasi-libc libclang-rt-dev-wasm32
}

# ---- building ------------------------------------------------------------------------------------

# compile FOLDER [CMAKE OPTION...]
compile() {
    local folder=$1
    shift
    local log
    log=$(mktemp)
    if ! { cmake -S . -B "$folder" "$@" && cmake --build "$folder" -j "$jobs"; } >"$log" 2>&1; then
        cat "$log" >&2
        rm -f "$log"
        return 1
    fi
    rm -f "$log"
}

compile_sanitized() {
    CC=clang compile "$build-sanitize" -DCIRCFIN_TESTS=ON -DCIRCFIN_WERROR=ON \
        -DCIRCFIN_SANITIZE=ON -DCMAKE_BUILD_TYPE=Debug -DCMAKE_C_FLAGS=-O1
}

run_tests() { # FOLDER [CTEST OPTION...]
    local folder=$1
    shift
    # One more than there are cores, for some tests wait most of their time.
    ctest --test-dir "$folder" --output-on-failure -j $((jobs + 1)) "$@"
}

# What has nothing but the core needs jansson, igraph and SuiteSparse alone.
test_core_only() {
    compile "$build-core" -DCIRCFIN_TESTS=OFF -DCIRCFIN_WERROR=ON -DCIRCFIN_PICTURES=OFF \
        -DCIRCFIN_XLSX=OFF -DCIRCFIN_SQLITE=OFF -DCIRCFIN_MODELS=OFF -DCIRCFIN_DRAWS=OFF \
        -DCIRCFIN_WEB=OFF -DCMAKE_BUILD_TYPE=Debug # which compiles in half the time
    python3 tests/core_only/test_core_only.py "$build-core/circfin" .
}

# Without what a debugger needs, which packages do not have: it names folders of this machine.
make_packages() {
    compile "$build-packages" -DCIRCFIN_TESTS=OFF "-DCMAKE_C_FLAGS=-ffile-prefix-map=$PWD=." \
        "-DCMAKE_C_FLAGS_RELWITHDEBINFO=-O2 -DNDEBUG"
    rm -f "$build-packages"/*.deb
    local log
    log=$(mktemp)
    if ! (cd "$build-packages" && cpack -G DEB) >"$log" 2>&1; then
        cat "$log" >&2
        rm -f "$log"
        return 1
    fi
    rm -f "$log"
}

# Installs what make_packages has made.
test_packages() {
    local status=0
    python3 tests/packages/test_packages.py "$build-packages" "$build-all/circfin" . || status=$?
    [ "$status" -eq 0 ] || [ "$status" -eq 77 ]
}

# ---- the commands --------------------------------------------------------------------------------

demo() {
    need_to_build
    install_all_missing
    compile "$build" -DCIRCFIN_TESTS=OFF
    for view in firm base headline; do
        printf '\n$ %s/circfin score data/ai-deals.json --view %s\n\n' "$build" "$view"
        "$build/circfin" score data/ai-deals.json --view "$view"
    done
}

test_all() {
    # What asks nothing of a sanitizer: the golden cases write the same files.
    local of_texts="quotes|links|manual|markdown|page|workbook|completion|install|example|schema|architecture|collection"
    of_texts+="|automation|interchange|interchange_graph_files|regression_(texts|numbers|lines|rounding)"

    need_for_all
    need_to_test_packages
    install_all_missing
    npm ci --prefix tests/browser --no-audit --no-fund --silent >&2
    npm ci --prefix tests/interchange --no-audit --no-fund --silent >&2
    npm ci --prefix tests/interchange/vega --no-audit --no-fund --silent >&2
    npm ci --prefix src/examples/cluster --no-audit --no-fund --silent >&2
    say "== gcc, warnings are errors"
    compile "$build-all" -DCIRCFIN_TESTS=ON -DCIRCFIN_WERROR=ON -DCIRCFIN_REFERENCE=ON \
        -DCIRCFIN_ALL_SEEDS=ON -DCIRCFIN_BROWSER=ON -DCIRCFIN_CLUSTER=ON -DCIRCFIN_VEGA=ON \
        -DCIRCFIN_NOTEBOOKS=ON -DCIRCFIN_PYTHON=ON
    run_tests "$build-all"
    say "== nothing but the core"
    test_core_only
    # A fresh Debian mostly waits for the disk, so it is made beside the sanitizers.
    say "== Debian packages; those of a fresh Debian are told of below"
    make_packages
    test_packages >"$build-packages/test.log" 2>&1 &
    local in_debian=$! status=0
    say "== clang with AddressSanitizer and UndefinedBehaviorSanitizer, warnings are errors"
    compile_sanitized
    run_tests "$build-sanitize" -E "^($of_texts)$"
    say "== Debian packages, installed in a fresh Debian"
    wait "$in_debian" || status=$?
    cat "$build-packages/test.log" >&2
    [ "$status" -eq 0 ]
    say "== fuzzing, forty seconds each"
    fuzz_readers 40
    fuzz_commands 40 1
}

run_test() {
    need_to_build
    need_to_test
    if [ "${1:-}" = --all ]; then
        test_all
        return
    fi
    install_all_missing
    compile "$build" -DCIRCFIN_TESTS=ON
    run_tests "$build"
    say "Left out: seven of eight random seeds, the sanitizer and clang builds, the comparison with the"
    say "Python reference (SciPy), the workbook in LibreOffice, the Python package, Debian packages and the page in Chromium."
    say "src/bootstrap.sh test --all runs them, too."
}

packages() {
    need_to_build
    need_to_package
    install_all_missing
    make_packages
    ls "$build-packages"/*.deb
}

bench() {
    need_to_build
    install_missing
    install_offered peers g++ libboost-dev python3-networkx default-jdk-headless libjgrapht-java
    compile "$build" -DCIRCFIN_BENCH=ON
    "$build/bench/bench" | "$(python_with json)" tests/bench/table.py
}

fuzz_reader() { # TARGET SECONDS
    local name corpus status=0
    name=$(basename "$1")
    corpus=$(mktemp -d)
    "$1" -max_total_time="$2" -timeout=60 -artifact_prefix="$build-fuzz/" "$corpus" \
        "tests/fuzz/corpus/${name#fuzz_}" >"$build-fuzz/$name.log" 2>&1 || status=$?
    rm -rf "$corpus"
    say "== $name: $(tail -n 1 "$build-fuzz/$name.log")"
    [ "$status" -eq 0 ] || tail -n 60 "$build-fuzz/$name.log" >&2
    return "$status"
}

# All at once, for each has one thread.
fuzz_readers() { # SECONDS
    CC=clang compile "$build-fuzz" -DCIRCFIN_TESTS=OFF -DCIRCFIN_FUZZ=ON -DCIRCFIN_SANITIZE=ON
    local target running status=0
    local -a pids=()
    for target in "$build-fuzz"/fuzz/fuzz_*; do
        fuzz_reader "$target" "$1" &
        pids+=($!)
    done
    for running in "${pids[@]}"; do
        wait "$running" || status=1
    done
    return "$status"
}

fuzz_commands() { # SECONDS SEED
    compile_sanitized
    python3 tests/fuzz/commands.py "$build-sanitize/circfin" . --seconds "$1" \
        --seed "$2" --keep "$build-sanitize/faults"
}

fuzz() {
    need_to_build
    need_to_test
    need "clang" "clang" have clang
    install_missing
    if [ "${1:-}" = --commands ]; then
        fuzz_commands "${2:-60}" "$RANDOM"
    else
        fuzz_readers "${1:-60}"
    fi
}

case "${1:-}" in
demo) demo ;;
test) shift; run_test "$@" ;;
build) need_to_build; install_all_missing; compile "$build" -DCIRCFIN_TESTS=OFF; say "$build/circfin" ;;
packages) packages ;;
bench) bench ;;
fuzz) shift; fuzz "$@" ;;
*)
    sed -n '4,17s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
    exit 2
    ;;
esac
