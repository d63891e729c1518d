#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Draws in parts, as an array job of Slurm: each task computes its share, and a last job puts all of
# them together.
#
#   job=$(sbatch --parsable --array=0-99 draws_slurm.sh draw SCENARIO 100000000 FOLDER [OPTIONS...])
#   sbatch --dependency=afterok:"$job" draws_slurm.sh merge FOLDER RESULT.json [OPTIONS...]
#
# FOLDER is on a disk that all machines share. OPTIONS are those of `circfin simulate`; for `merge`,
# those that go with --merge. A task that fails can be run again by itself (--array=17).
#
#SBATCH --job-name=circfin-draws
#SBATCH --cpus-per-task=4
#SBATCH --mem-per-cpu=1G
#SBATCH --time=04:00:00
set -eu

circfin=${CIRCFIN:-circfin}

# The draws from `$1 * task / tasks` on, without a gap to those of the next task.
draw() {
    scenario=$1 draws=$2 folder=$3
    shift 3
    task=${SLURM_ARRAY_TASK_ID:?run it with sbatch --array=0-N}
    tasks=${CIRCFIN_TASKS:-$((SLURM_ARRAY_TASK_MAX + 1))}
    part=$(printf '%s/draws-%05d.part' "$folder" "$task")
    mkdir -p "$folder"
    "$circfin" simulate "$scenario" --draws "$draws" --from $((draws * task / tasks)) \
        --to $((draws * (task + 1) / tasks)) -o "$part" --threads "${SLURM_CPUS_PER_TASK:-1}" "$@"
}

merge() {
    folder=$1 result=$2
    shift 2
    "$circfin" simulate --merge "$folder"/draws-*.part -o "$result" "$@"
}

case ${1:-} in
draw | merge) "$@" ;;
*)
    echo "usage: $0 draw SCENARIO DRAWS FOLDER [OPTIONS...] | merge FOLDER RESULT [OPTIONS...]" >&2
    exit 2
    ;;
esac
