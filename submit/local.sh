#!/usr/bin/env bash
# Builds what is missing and reads PDFs on this machine: the samples in docs/samples, or --input DIR --output DIR.
set -euo pipefail
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
jar=$home/target/quire.jar
if [[ ! -f $jar || -n $(find "$home/src/main" "$home/pom.xml" -newer "$jar" -print -quit) ]]; then
  echo "Building quire.jar (the first time it downloads Spark and libtorch, about 530 MB) ..." >&2
  (cd "$home" && ./mvnw -q -B -DskipTests package)
fi
if [[ $# -eq 0 ]]; then
  set -- --input "$home/docs/samples/*.pdf" --output "$home/quire-output"
fi
"$home/submit/quire" run "$@"
for ((i = 1; i < $#; i++)); do
  if [[ ${!i} == --output ]]; then
    next=$((i + 1))
    printf 'Query it:\n  ./submit/quire query --tables %q "SELECT path, status, pages_ok, pages_failed FROM documents"\n' "${!next}"
  fi
done
