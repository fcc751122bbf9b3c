#!/usr/bin/env bash
# Makes a source file of the Swift blocks of docs/integration-swift.md: what declares something stands by itself, all else is one
# function, in the order of the page. What is for iOS is compiled where there is iOS, and parsed elsewhere.
set -euo pipefail
here=$(dirname "${BASH_SOURCE[0]}")
guide=$here/../../docs/integration-swift.md
made=$here/suite/Sources/Guide/Guide.swift

mkdir -p "$(dirname "$made")"
awk '
  /^```swift( ios)?$/ { inside = 1; ios = / ios$/; count = 0; block = ""; next }
  inside && /^```$/ {
    inside = 0
    if (ios) ours = ours "#if os(iOS)\n" block "#endif\n\n"
    else if (declares) ours = ours block "\n"
    else steps = steps block "\n"
    blocks++
    next
  }
  inside {
    if (count++ == 0) declares = /^(import|final class|struct|func|extension) /
    if (/^import /) { imports = imports $0 "\n"; next }
    block = block $0 "\n"
  }
  END {
    if (blocks < 8 || inside) { print "the guide has lost its blocks" > "/dev/stderr"; exit 1 }
    printf "import Foundation\n%s#if os(iOS)\nimport SwiftUI\nimport UIKit\n#endif\n\n%s", imports, ours
    printf "/// The whole page, followed from the top.\n"
    printf "public func followTheGuide(configJson: String, support: URL, caches: URL) async throws {\n%s}\n", steps
  }
' "$guide" >"$made.new"
if cmp -s "$made.new" "$made"; then
  rm "$made.new"
else
  mv "$made.new" "$made"
fi
