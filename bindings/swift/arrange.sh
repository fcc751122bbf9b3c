#!/usr/bin/env bash
# Lays out what the binding generator wrote, as Package.swift wants it. A file that has not changed is not touched, so that what
# was built from it still holds.
set -euo pipefail

if (($# != 1)); then
  echo "usage: $0 FOLDER_WITH_WHAT_WAS_GENERATED" >&2
  exit 2
fi
generated=$1
into=$(dirname "${BASH_SOURCE[0]}")/Generated

# put FILE: writes standard input there, if that is not what it holds already.
put() {
  local file=$1 new
  mkdir -p "$(dirname "$file")"
  new=$(mktemp "$file.XXXXXX")
  cat >"$new"
  if cmp -s "$new" "$file"; then
    rm "$new"
  else
    chmod 644 "$new"
    mv "$new" "$file"
  fi
}

put "$into/WalletDoctorGenerated/WalletDoctorGenerated.swift" <"$generated/WalletDoctorGenerated.swift"
put "$into/WalletDoctorFFI/include/WalletDoctorFFI.h" <"$generated/WalletDoctorFFI.h"
# The modules that it says it uses are Apple's; elsewhere the map would be refused for them.
grep -v '^ *use "' "$generated/WalletDoctorFFI.modulemap" | put "$into/WalletDoctorFFI/include/module.modulemap"
# A target of headers alone is none.
put "$into/WalletDoctorFFI/nothing.c" </dev/null
