// swift-tools-version: 6.0
// Wallet Doctor for Swift. What is generated is never committed: `cargo xtask ios` makes the XCFramework and `Generated/` for
// an app, `arrange.sh` lays out `Generated/` for the tests.

import PackageDescription

/// A folder with `libwallet_doctor`. Where it is given, this very machine's library is linked, so that the package can be
/// built and tested where there is no Xcode.
let library = Context.environment["WALLET_DOCTOR_LIBRARY"]

/// The engine. For a release the first form becomes `.binaryTarget(name:url:checksum:)`, with the address of the zipped
/// XCFramework and what `swift package compute-checksum` says of it; nothing else changes.
let engine: Target = if let library {
    .target(
        name: "WalletDoctorFFI",
        path: "Generated/WalletDoctorFFI",
        linkerSettings: [
            .unsafeFlags(["-L\(library)", "-Xlinker", "-rpath", "-Xlinker", library]),
            .linkedLibrary("wallet_doctor"),
        ]
    )
} else {
    .binaryTarget(name: "WalletDoctorFFI", path: "WalletDoctorFFI.xcframework")
}

let package = Package(
    name: "WalletDoctor",
    defaultLocalization: "en",
    platforms: [.iOS(.v16), .macOS(.v13)],
    products: [.library(name: "WalletDoctor", targets: ["WalletDoctor"])],
    targets: [
        engine,
        .target(
            name: "WalletDoctorGenerated",
            dependencies: ["WalletDoctorFFI"],
            path: "Generated/WalletDoctorGenerated"
        ),
        .target(
            name: "WalletDoctor",
            dependencies: ["WalletDoctorGenerated"],
            resources: [.copy("PrivacyInfo.xcprivacy")]
        ),
    ],
    swiftLanguageModes: [.v6]
)
