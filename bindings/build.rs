//! What the linker is told for Android.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var_os("CARGO_CFG_TARGET_OS").is_some_and(|system| system == "android") {
        // An address in a constant takes 24 bytes of relocations, and a list of words is all addresses: packed they are a tenth
        // of it, about 790 KB less. Android reads this form since 6.0.
        println!("cargo::rustc-cdylib-link-arg=-Wl,--pack-dyn-relocs=android");
        // An NDK below r28 aligns to 4 KB, which phones with larger pages do not load.
        println!("cargo::rustc-cdylib-link-arg=-Wl,-z,max-page-size=16384");
    }
}
