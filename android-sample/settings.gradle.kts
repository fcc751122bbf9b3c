// Opens in Android Studio as it is. The package comes from this repository's sources, not from a Maven repository.

pluginManagement {
    repositories {
        google()
        mavenCentral()
        gradlePluginPortal()
    }
}

dependencyResolutionManagement {
    repositoriesMode.set(RepositoriesMode.FAIL_ON_PROJECT_REPOS)
    repositories {
        google()
        mavenCentral()
        // The package needs it of whoever adds it: bindings/kotlin/README.md.
        exclusiveContent {
            forRepository {
                maven("https://github.com/rustls/rustls-platform-verifier/raw/maven-archive/android-release-support/maven/")
            }
            filter { includeGroup("org.rustls") }
        }
    }
    versionCatalogs {
        create("libs") { from(files("../bindings/kotlin/gradle/libs.versions.toml")) }
    }
}

rootProject.name = "wallet-doctor-sample"
include(":app")

includeBuild("../bindings/kotlin") {
    dependencySubstitution {
        substitute(module("walletdoctor:wallet-doctor")).using(project(":wallet-doctor"))
    }
}
