//! The desktop shell: one window over the desk.
//!
//! Never a rule, never SQL: it forwards acts to `desk` and tells the window what has changed.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod args;
mod start;

use std::sync::Arc;

use clap::Parser;
use desk::views::{BytesArgs, Fehler};
use desk::{Desk, Services, dispatch};
use serde_json::Value;
use tauri::{Emitter, Manager, State, WebviewUrl, WebviewWindowBuilder};

/// The event that tells the window which kinds of records to read again.
const CHANGED: &str = "changed";

fn main() {
    start::log();
    let args = args::Args::parse();
    match start::open(&args) {
        Ok((desk, services)) => run(desk, services),
        Err(fehler) => start::refuse(&fehler),
    }
}

fn run(desk: Arc<Desk>, services: Services) {
    let result = tauri::Builder::default()
        .plugin(tauri_plugin_dialog::init())
        .manage(Arc::clone(&desk))
        .manage(services)
        .invoke_handler(tauri::generate_handler![call, bytes])
        .setup(move |app| {
            let handle = app.handle().clone();
            desk.on_changed(move |geaendert| {
                if let Err(error) = handle.emit(CHANGED, geaendert) {
                    tracing::warn!(%error, "window was not told");
                }
            });
            WebviewWindowBuilder::new(app, "main", WebviewUrl::default())
                .title("Forsthaus")
                .inner_size(1280.0, 860.0)
                .min_inner_size(480.0, 400.0)
                .zoom_hotkeys_enabled(true)
                .build()?;
            Ok(())
        })
        .build(context());
    match result {
        Ok(app) => app.run(|handle, event| {
            if let tauri::RunEvent::Exit = event
                && let Some(services) = handle.try_state::<Services>()
            {
                services.stop();
            }
        }),
        Err(error) => start::refuse(&start::window_failed(&error)),
    }
}

/// Returns what was embedded at build time: configuration, interface, permissions.
#[expect(clippy::disallowed_types, reason = "written by Tauri's macro, never iterated here")]
pub(crate) fn context() -> tauri::Context {
    tauri::generate_context!()
}

/// Runs one act of the desk on a thread for work that may take long.
#[tauri::command]
async fn call(desk: State<'_, Arc<Desk>>, command: String, args: Value) -> Result<Value, Fehler> {
    let desk = Arc::clone(&desk);
    aside(move || dispatch(&desk, &command, args)).await
}

/// Gives the bytes of an original or of its first page's picture.
#[tauri::command]
async fn bytes(
    desk: State<'_, Arc<Desk>>,
    args: BytesArgs,
) -> Result<tauri::ipc::Response, Fehler> {
    let desk = Arc::clone(&desk);
    aside(move || desk.bytes(&args)).await.map(tauri::ipc::Response::new)
}

/// Neither the window nor its other acts wait for one that takes long.
async fn aside<T: Send + 'static>(
    act: impl FnOnce() -> Result<T, Fehler> + Send + 'static,
) -> Result<T, Fehler> {
    match tauri::async_runtime::spawn_blocking(act).await {
        Ok(result) => result,
        Err(error) => {
            tracing::error!(%error, "act");
            Err(start::act_failed())
        }
    }
}
