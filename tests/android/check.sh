#!/usr/bin/env bash
# Checks the Kotlin package and the Android sample where there is no Android SDK: resources and manifests with aapt, every source
# against Android 16's classes, and what has to agree between files. Nothing is run.
#
#   tests/android/check.sh GENERATED_DIR BUILD_DIR
#
#   GENERATED_DIR  where uniffi-bindgen wrote walletdoctor/wallet_doctor.kt (cargo xtask bindgen)
#   BUILD_DIR      where everything is built; the source tree is only read
#
# Needs aapt, Maven, a JDK (17 or newer) and Maven Central.
set -euo pipefail

if (($# != 2)); then
  echo "usage: check.sh GENERATED_DIR BUILD_DIR" >&2
  exit 2
fi
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
repository=$(cd "$here/../.." && pwd)
generated=$(cd "$1" && pwd)
mkdir -p "$2"
build=$(cd "$2" && pwd)
package=$repository/bindings/kotlin
sample=$repository/android-sample
res=$sample/app/src/main/res

fail() {
  echo "tests/android: $*" >&2
  exit 1
}
maven() {
  mvn -B -q -Dstyle.color=never -f "$here/pom.xml" -Dgenerated="$generated" -Dresources="$build/r" -DbuildDirectory="$build" "$@"
}

# The names of all texts of a language, each with what it takes, such as '%1$d'. A plural takes what any of its forms takes.
texts() {
  awk '
    function takes(line,   all) {
      all = ""
      while (match(line, /%[0-9]+\$[a-z]/)) { all = all " " substr(line, RSTART, RLENGTH); line = substr(line, RSTART + RLENGTH) }
      return all
    }
    match($0, /name="[^"]*"/) { name = substr($0, RSTART + 6, RLENGTH - 7); taken[name] = taken[name] }
    name != "" && takes($0) != "" && index(taken[name], takes($0)) == 0 { taken[name] = taken[name] takes($0) }
    END { for (name in taken) {
      n = split(taken[name], parts, " "); out = name
      for (i = 1; i <= n; i++) for (j = i + 1; j <= n; j++) if (parts[j] < parts[i]) { t = parts[i]; parts[i] = parts[j]; parts[j] = t }
      for (i = 1; i <= n; i++) out = out " " parts[i]
      print out
    } }
  ' "$1" | sort
}

# The value of `NAME = "…"` in the version catalog.
catalog() { sed -n "s/^$1 = \"\(.*\)\"\$/\1/p" "$package/gradle/libs.versions.toml"; }
# The value of a property of the pom.
property() { sed -n "s|^ *<$1>\(.*\)</$1>\$|\1|p" "$here/pom.xml"; }
same() { [[ -n $2 && $2 == "$3" ]] || fail "$1: '$2' in the version catalog, '$3' in tests/android/pom.xml"; }

check_texts() {
  local differ
  differ=$(diff <(texts "$res/values/strings.xml") <(texts "$res/values-b+zh+Hans/strings.xml")) ||
    fail "texts that only one language has (<: en, >: zh-Hans), or that take different values:"$'\n'"$differ"
  echo "texts: $(texts "$res/values/strings.xml" | wc -l) in en and in zh-Hans, which take the same values"
}

check_versions() {
  local verifier
  same kotlin "$(catalog kotlin | cut -d. -f1,2)" "$(property kotlin.compiler.languageVersion)"
  same coroutines "$(catalog coroutines)" "$(property coroutines.version)"
  same jna "$(catalog jna)" "$(property jna.version)"
  verifier=$(sed -n '/^name = "rustls-platform-verifier-android"$/{n;s/^version = "\(.*\)"$/\1/p}' "$repository/Cargo.lock")
  [[ -n $verifier ]] || fail "Cargo.lock names no version of rustls-platform-verifier-android"
  # The build reads it from Cargo.lock; a version that is written down would drift from it.
  grep -rnE 'rustls-platform-verifier:[0-9]' "$package" "$sample" --include=*.kts --include=*.toml &&
    fail "the version of rustls-platform-verifier is written down; it has to be read from Cargo.lock"
  # shellcheck disable=SC2016
  grep -q 'org.rustls:rustls-platform-verifier:$verifierVersion' "$package/wallet-doctor/build.gradle.kts" ||
    fail "the package does not take rustls-platform-verifier in Cargo.lock's version"
  cmp -s "$package/gradle/wrapper/gradle-wrapper.properties" "$sample/gradle/wrapper/gradle-wrapper.properties" ||
    fail "the package and the sample want different versions of Gradle"
  echo "versions: the catalog and the pom agree; rustls-platform-verifier is Cargo.lock's, $verifier"
}

# manifest FILE PACKAGE: as the Android Gradle plugin hands it to aapt, with what it puts in itself.
manifest() {
  # shellcheck disable=SC2016
  sed -e "s|<manifest |<manifest package=\"$2\" |" -e "s|\${applicationId}|$2|g" \
    -e '0,/<application/s||<uses-sdk android:minSdkVersion="26" android:targetSdkVersion="36" />\n<application|' "$1"
}

check_resources() {
  local framework=$build/framework/android-all.jar
  maven generate-resources
  [[ -f $framework ]] || fail "no framework to link resources against"
  rm -rf "$build/r" "$build/aapt"
  mkdir -p "$build/r" "$build/aapt/library" "$build/aapt/sample"
  manifest "$package/wallet-doctor/src/main/AndroidManifest.xml" walletdoctor.android >"$build/aapt/library/AndroidManifest.xml"
  manifest "$sample/app/src/main/AndroidManifest.xml" walletdoctor.sample >"$build/aapt/sample/AndroidManifest.xml"
  aapt package -f -M "$build/aapt/library/AndroidManifest.xml" -I "$framework" -F "$build/aapt/library.apk"
  aapt package -f -m -J "$build/r" -M "$build/aapt/sample/AndroidManifest.xml" -S "$res" -I "$framework" \
    -F "$build/aapt/sample.apk"
  local languages
  languages=$(aapt dump badging "$build/aapt/sample.apk" | sed -n "s/^locales: //p")
  [[ $languages == *zh-Hans* ]] || fail "the sample speaks no zh-Hans: $languages"
  echo "resources: both manifests and $(find "$res" -name '*.xml' | wc -l) files of the sample's; languages $languages"
}

check_sources() {
  rm -rf "$build/classes"
  maven compile
  local class
  # Classes that manifests name, and the one that the engine's library names.
  for class in walletdoctor.android.WalletDoctorInitializer walletdoctor.sample.SampleApplication walletdoctor.sample.DiagnosisActivity; do
    [[ -f $build/classes/${class//.//}.class ]] || fail "a manifest names $class, which is not there"
  done
  javap -cp "$build/classes" walletdoctor.android.PlatformVerifier |
    grep -q 'public static final native void init(android.content.Context);' ||
    fail "PlatformVerifier.init is not what the library's Java_walletdoctor_android_PlatformVerifier_init wants"
  grep -q 'Java_walletdoctor_android_PlatformVerifier_init' "$repository/bindings/src/android.rs" ||
    fail "the library has another name for PlatformVerifier.init"
  echo "sources: $(find "$build/classes" -name '*.class' -not -path '*/androidx/*' | wc -l) classes against $(property android.version)"
}

check_texts
check_versions
check_resources
check_sources
