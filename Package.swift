// swift-tools-version: 6.1
import PackageDescription

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("ExistentialAny"),
]

extension LinkerSetting {
  /// Links Swift's own libraries into the program, which spares the dynamic loader much of its work.
  ///
  /// Foundation's parts are named because the objects name only the whole.
  static let quickStart = unsafeFlags(
    ["-static-stdlib", "-use-ld=lld", "-l_FoundationCollections", "-l_FoundationCShims"],
    .when(platforms: [.linux], configuration: .release))
}

/// One module of the language, with the settings all of them share.
func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

/// The test suite of one module.
func tests(
  _ name: String, _ dependencies: [Target.Dependency], resources: [Resource]? = nil
) -> Target {
  .testTarget(
    name: name, dependencies: dependencies, resources: resources, swiftSettings: settings)
}

let package = Package(
  name: "mfl",
  products: [
    .executable(name: "mfl", targets: ["mfl"]),
    .library(name: "MFL", targets: ["Runtime", "Language"]),
    .library(name: "Manifold", targets: ["Manifold"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    .target(name: "CKernels"),
    .target(name: "COpenBLAS"),
    .target(name: "CReadline", linkerSettings: [.linkedLibrary("readline")]),
    .target(name: "CSmallSVD"),
    .target(name: "CStack"),
    module("Tensors", ["CKernels", "COpenBLAS", "CSmallSVD"]),
    module("Autodiff", ["Tensors"]),
    module("Maps", ["Autodiff", "Tensors"]),
    module("Geometry", ["Maps", "Autodiff", "Tensors"]),
    module("Formats", ["Tensors"]),
    module("Language"),
    module(
      "Runtime", ["CStack", "Language", "Formats", "Geometry", "Maps", "Autodiff", "Tensors"]),
    module("Manifold", ["Geometry", "Maps", "Autodiff", "Tensors"]),
    .executableTarget(
      name: "mfl",
      dependencies: [
        "Runtime", "Language", "Formats", "CReadline",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings, linkerSettings: [.quickStart]),
    tests("LanguageTests", ["Language"]),
    tests("TensorsTests", ["Tensors", "CKernels", "COpenBLAS"]),
    tests("AutodiffTests", ["Autodiff", "Tensors"]),
    tests("MapsTests", ["Maps", "Autodiff", "Tensors"]),
    tests(
      "GeometryTests", ["Geometry", "Maps", "Autodiff", "Tensors"],
      resources: [.copy("Resources")]),
    tests("FormatsTests", ["Formats", "Tensors"], resources: [.copy("Resources")]),
    tests("RuntimeTests", ["Runtime", "Language", "Autodiff", "Tensors"]),
    tests(
      "EndToEndTests", ["mfl", "Manifold", "Runtime", "Language"],
      resources: [.copy("prompt")]),
  ],
  swiftLanguageModes: [.v6]
)
