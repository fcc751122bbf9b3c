import org.jetbrains.kotlin.gradle.dsl.JvmTarget

plugins {
    alias(libs.plugins.android.library)
    alias(libs.plugins.kotlin.android)
    `maven-publish`
}

val repository: Directory = layout.projectDirectory.dir("../../..")

/** The text of a file of the repository, as an input of the configuration cache. */
fun textOf(path: String): String =
    providers.fileContents(repository.file(path)).asText.orNull
        ?: error("$path is not there: the package is built inside the repository of Wallet Doctor")

/** The value of the first `version = "…"` after a line. */
fun versionAfter(line: String, text: String): String? =
    text.lineSequence()
        .dropWhile { it.trim() != line }
        .firstOrNull { it.startsWith("version = \"") }
        ?.substringAfter('"')?.substringBefore('"')

// The engine calls this component by name and by signature: another version than its own may crash the app at the first handshake.
val verifierVersion: String =
    versionAfter("name = \"rustls-platform-verifier-android\"", textOf("Cargo.lock"))
        ?: error("Cargo.lock names no version of rustls-platform-verifier-android")

group = "walletdoctor"
version = versionAfter("[workspace.package]", textOf("Cargo.toml")) ?: error("Cargo.toml names no version")

val generatedSources = layout.projectDirectory.dir("build/generated/uniffi")
val nativeLibraries = layout.projectDirectory.dir("src/main/jniLibs")

android {
    namespace = "walletdoctor.android"
    compileSdk = 36

    defaultConfig {
        minSdk = 26
        consumerProguardFiles("consumer-rules.pro")
    }

    sourceSets.named("main") {
        kotlin.srcDir("build/generated/uniffi")
    }

    compileOptions {
        sourceCompatibility = JavaVersion.VERSION_11
        targetCompatibility = JavaVersion.VERSION_11
    }

    packaging {
        jniLibs {
            // Uncompressed and mapped from the APK, which 16 KB pages want. Nothing is kept unstripped.
            useLegacyPackaging = false
        }
    }

    publishing {
        singleVariant("release") { withSourcesJar() }
    }
}

kotlin {
    compilerOptions {
        jvmTarget.set(JvmTarget.JVM_11)
    }
}

dependencies {
    api(libs.androidx.work)
    api(libs.coroutines.android)
    implementation(libs.androidx.startup)
    // The AAR has libjnidispatch.so for Android; the JAR of the same name has it for desktops.
    implementation("net.java.dev.jna:jna:${libs.versions.jna.get()}@aar")
    implementation("org.rustls:rustls-platform-verifier:$verifierVersion")
}

/** Says what is missing and how to make it, where the compiler would list a thousand unresolved names. */
abstract class CheckEngine : DefaultTask() {
    @get:Internal
    abstract val sources: DirectoryProperty

    @get:Internal
    abstract val libraries: DirectoryProperty

    @TaskAction
    fun check() {
        if (!sources.file("walletdoctor/wallet_doctor.kt").get().asFile.isFile) {
            throw GradleException("The generated Kotlin is not there: run `cargo xtask bindgen`")
        }
        val abis = libraries.get().asFile.listFiles().orEmpty().filter { it.resolve("libwallet_doctor.so").isFile }
        if (abis.isEmpty()) {
            throw GradleException("The engine is not there for any ABI: run `cargo xtask android`")
        }
    }
}

val checkEngine = tasks.register<CheckEngine>("checkEngine") {
    sources.set(generatedSources)
    libraries.set(nativeLibraries)
}

tasks.named("preBuild") { dependsOn(checkEngine) }

publishing {
    publications {
        register<MavenPublication>("release") {
            artifactId = "wallet-doctor"
            afterEvaluate { from(components["release"]) }
        }
    }
}
