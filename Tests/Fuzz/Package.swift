// swift-tools-version: 6.1
import PackageDescription

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("ExistentialAny"),
]

/// A program that libFuzzer drives: it has no `main`, and is built with `--sanitize=fuzzer` only.
func fuzzer(_ name: String) -> Target {
  .executableTarget(
    name: name, dependencies: [.product(name: "MFL", package: "mfl")], swiftSettings: settings)
}

let package = Package(
  name: "Fuzz",
  dependencies: [.package(name: "mfl", path: "../..")],
  targets: [fuzzer("FuzzSyntax"), fuzzer("FuzzPrograms")],
  swiftLanguageModes: [.v6]
)
