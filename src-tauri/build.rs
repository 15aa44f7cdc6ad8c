//! Embeds the interface. Cargo tracks only files it embedded last time, so the folder is named.

fn main() {
    println!("cargo:rerun-if-changed=../ui/dist");
    tauri_build::build();
}
