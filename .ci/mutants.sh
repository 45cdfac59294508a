#!/usr/bin/env bash
# Faults, made one at a time in a copy of the working tree; the tests must notice each. Ends with "N of M killed" and fails when
# one lives. Quiet: a quarter of an hour. An argument chooses lines: .ci/mutants.sh Engine
# The printed document of the moves is left out, for it notices any change of the tables and proves nothing of the rules.
set -uo pipefail
cd "$(dirname "$0")/.."
here=$PWD
copy=$(mktemp -d)/tree
trap 'git worktree remove --force "$copy" >/dev/null 2>&1' EXIT
git worktree add --detach --quiet "$copy" HEAD && cd "$copy" || exit 1

tests_of() {
  case $1 in
  Engine) echo "ParallelApproval.Engine.Tests -stopOnFail" ;;
  Clocks) echo "ParallelApproval.Tests -stopOnFail -namespace ParallelApproval.Clocks -namespace ParallelApproval.Cases -class- ParallelApproval.Cases.MoveDocumentTests" ;;
  Disposals) echo "ParallelApproval.Tests -stopOnFail -namespace ParallelApproval.Disposals" ;;
  Moves) echo "ParallelApproval.Tests -stopOnFail -namespace ParallelApproval.Cases -class- ParallelApproval.Cases.MoveDocumentTests" ;;
  esac
}

killed=0
made=0
while IFS=$'\t' read -r area file from to; do
  [[ -z $area || $area == \#* || (-n ${1:-} && $area != "$1") ]] && continue
  made=$((made + 1))
  text=$(<"$file")
  changed=${text/"$from"/"$to"}
  if [ "$text" = "$changed" ]; then
    echo "absent    $file: $from"
    continue
  fi
  printf '%s\n' "$changed" >"$file"
  read -r project filter <<<"$(tests_of "$area")"
  if ! dotnet build "tests/$project" -v q -p:RunAnalyzers=false -p:TreatWarningsAsErrors=false >"$copy.log" 2>&1; then
    echo "no code   $file: $from -> $to"
  elif timeout 600 "tests/$project/bin/Debug/net10.0/$project" $filter >"$copy.log" 2>&1; then
    echo "lives     $file: $from -> $to"
  else
    killed=$((killed + 1))
    echo "killed    $file: $from -> $to"
  fi
  printf '%s\n' "$text" >"$file"
done <"$here/.ci/mutants.tsv"
echo "$killed of $made killed"
[ "$killed" = "$made" ]
