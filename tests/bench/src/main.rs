//! An empty window of the same kind as ours: what `cargo xtask bench start` compares with.
//!
//! Never anything but one heading, so that whatever ours costs more is our own.

fn main() -> tauri::Result<()> {
    #[expect(clippy::disallowed_types, reason = "written by Tauri's macro")]
    let context = tauri::generate_context!();
    tauri::Builder::default().run(context)
}
