// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "Embedding",
  dependencies: [.package(name: "mfl", path: "../..")],
  targets: [
    // A program with the language inside.
    .executableTarget(name: "Host", dependencies: [.product(name: "MFL", package: "mfl")]),
    // A program that uses the mathematics as a language embedded in Swift.
    .executableTarget(name: "Geometer", dependencies: [.product(name: "Manifold", package: "mfl")]),
  ],
  swiftLanguageModes: [.v6]
)
