//! Lets Tauri embed the one page.

fn main() {
    tauri_build::build();
}
