//! Writes the Kotlin and Swift sources of a built library: `cargo xtask bindgen` calls it.

fn main() {
    uniffi::uniffi_bindgen_main();
}
