// swift-tools-version: 6.0
// The suite of the Swift package and of the sample's model: a consumer of both, in Swift 6 mode. check.sh runs it.

import PackageDescription

let package = Package(
    name: "WalletDoctorSuite",
    platforms: [.macOS(.v13)],
    dependencies: [
        .package(path: "../../../bindings/swift"),
        .package(path: "../../../ios-sample/Model"),
    ],
    targets: [
        .target(
            name: "TestWorld",
            dependencies: [
                .product(name: "WalletDoctor", package: "swift"),
                .product(name: "SampleCase", package: "Model"),
            ]
        ),
        // Made of the guide's own blocks (guide.sh).
        .target(name: "Guide", dependencies: [.product(name: "WalletDoctor", package: "swift")]),
        .testTarget(name: "ScenarioTests", dependencies: ["TestWorld"]),
        .testTarget(name: "WholeWayTests", dependencies: ["TestWorld"]),
        .testTarget(name: "AppleTests", dependencies: [.product(name: "WalletDoctor", package: "swift")]),
        .testTarget(name: "HostileTests", dependencies: ["TestWorld"]),
        .testTarget(
            name: "SampleTests",
            dependencies: ["Guide", "TestWorld", .product(name: "SampleModel", package: "Model")]
        ),
    ],
    swiftLanguageModes: [.v6]
)
