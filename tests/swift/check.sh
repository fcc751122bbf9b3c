#!/usr/bin/env bash
# Builds the Swift package and runs its suite. LIBRARY_DIR has libwallet_doctor, GENERATED_DIR what uniffi-bindgen wrote for
# Swift, PROGRAMS_DIR `wallet-doctor` and `stage`; what is built goes to BUILD_DIR. Further arguments go to `swift test`.
set -euo pipefail

if (($# < 4)); then
  echo "usage: $0 LIBRARY_DIR GENERATED_DIR PROGRAMS_DIR BUILD_DIR [SWIFT_TEST_ARGUMENT...]" >&2
  exit 2
fi
here=$(realpath "$(dirname "${BASH_SOURCE[0]}")")
library=$(realpath "$1")
generated=$(realpath "$2")
programs=$(realpath "$3")
build=$(realpath -m "$4")
shift 4

"$here/../../bindings/swift/arrange.sh" "$generated"
"$here/guide.sh"
mkdir -p "$build"
export WALLET_DOCTOR_LIBRARY=$library
export WALLET_DOCTOR_PROGRAM=$programs/wallet-doctor
export WALLET_DOCTOR_STAGE=$programs/stage
# All threads of a test run take minutes to unwind.
export SWIFT_BACKTRACE=${SWIFT_BACKTRACE:-enable=yes,threads=crashed,images=none}
# One at a time: a scenario judges how quick a network is, and what runs beside it is not to be judged.
exec swift test --disable-xctest --no-parallel --package-path "$here/suite" --scratch-path "$build" "$@"
