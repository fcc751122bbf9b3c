// swift-tools-version: 6.0
// What the sample app does, without its screens: built and tested on any machine (tests/swift).

import PackageDescription

let package = Package(
    name: "SampleModel",
    platforms: [.iOS(.v16), .macOS(.v13)],
    products: [
        .library(name: "SampleCase", targets: ["SampleCase"]),
        .library(name: "SampleModel", targets: ["SampleModel"]),
    ],
    dependencies: [.package(path: "../../bindings/swift")],
    targets: [
        .target(name: "SampleCase", dependencies: [.product(name: "WalletDoctor", package: "swift")]),
        .target(name: "SampleModel", dependencies: [.product(name: "WalletDoctor", package: "swift")]),
    ],
    swiftLanguageModes: [.v6]
)
