//! One window: its driver, its program, and the line to both.
//!
//! Never outlives its test: the whole process group is ended hard.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use fantoccini::Client;
use fantoccini::wd::Capabilities;
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

use crate::child::Group;
use crate::office::Office;
use crate::room::Room;
use crate::wait::{LONG, until};
use crate::{office, paths};

/// The driver waits for ever when the program dies at its start.
const CONNECT: Duration = Duration::from_secs(90);

/// How a workstation is set up.
#[derive(Debug)]
pub struct Workstation<'a> {
    /// Short name, for its folder and its logs.
    pub name: &'a str,
    /// Who works there; not set up with the centre if absent.
    pub benutzer: Option<&'a str>,
    /// Watches the office's folder.
    pub watch: bool,
    /// Its data; a fresh folder if absent.
    pub data: Option<PathBuf>,
}

/// An open window.
#[derive(Debug)]
pub struct Window {
    pub(crate) client: Client,
    pub(crate) driver: Group,
    logs: PathBuf,
    name: String,
}

impl Window {
    /// Opens the window of a workstation in an office.
    pub async fn open(office: &Office, workstation: &Workstation<'_>) -> Result<Self> {
        let name = workstation.name;
        let data = workstation.data.clone();
        let data = data.unwrap_or_else(|| office.room.dir.path().join(name).join("daten"));
        let mut args = vec!["--uebung".to_owned(), "--data".to_owned(), shown(&data)];
        if let Some(benutzer) = workstation.benutzer {
            let center = &office.center;
            let set_up = ["--center", &center.address, "--code", &center.code];
            args.extend(set_up.map(str::to_owned));
            args.extend(["--benutzer", benutzer].map(str::to_owned));
        }
        if workstation.watch {
            args.extend(["--watch".to_owned(), shown(&office.folder)]);
        }
        let program = paths::bin("forsthaus")?;
        let window = json!({ "binary": program, "args": args });
        let window = Self::start(&office.room, name, &window).await?;
        window.ready().await?;
        Ok(window)
    }

    /// Waits until the window says of itself that it can be used.
    pub(crate) async fn ready(&self) -> Result<()> {
        let said = "return document.documentElement.dataset.bereit !== undefined";
        let ready = until("a window that can be used", LONG, async || {
            let said = self.client.execute(said, vec![]).await?;
            Ok((said == Value::Bool(true)).then_some(()))
        })
        .await;
        self.witness(ready).await
    }

    /// Opens a page in the driver's own browser, for what has nothing to do with the program.
    pub async fn browser(room: &Room, page: &str) -> Result<Self> {
        let window = Self::start(room, "browser", &json!({})).await?;
        window.client.goto(page).await.context("open the page")?;
        Ok(window)
    }

    /// Opens any program with a window: `{ "binary": …, "args": […] }`.
    pub(crate) async fn start(room: &Room, name: &str, program: &Value) -> Result<Self> {
        if std::env::var_os("DISPLAY").is_none() {
            bail!("there is no display: start this with `cargo xtask test window`");
        }
        let logs = room.logs.clone();
        let log = logs.join(format!("{name}.log"));
        let home = room.dir.path().join(name);
        let (driver, address) = driver(&home, &room.bus.address, &log).await?;
        let client = connect(&address, program);
        let client = tokio::time::timeout(CONNECT, client)
            .await
            .with_context(|| format!("no window within {CONNECT:?}; see {}", log.display()))??;
        Ok(Self { client, driver, logs, name: name.to_owned() })
    }

    /// Saves a picture of the window, as it is painted next.
    pub async fn shot(&self, path: &Path) -> Result<()> {
        // A covered window may not be painted at all; then half a second must do.
        let painted = "
            const [done] = arguments;
            requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)));
            setTimeout(done, 500);";
        self.client.execute_async(painted, vec![]).await.context("wait for a painted window")?;
        let png = self.client.screenshot().await.context("take a picture")?;
        fs::write(path, png).with_context(|| format!("write {}", path.display()))
    }

    /// Passes a result on; if it is an error, leaves a picture and the text beside the logs first.
    pub(crate) async fn witness<T>(&self, result: Result<T>) -> Result<T> {
        let Err(error) = result else { return result };
        let path = self.logs.join(format!("{}-failed.png", self.name));
        let picture = self.shot(&path).await;
        let text = self.text().await.unwrap_or_default();
        drop(fs::write(path.with_extension("txt"), &text));
        let seen = picture.map_or_else(|error| format!("{error:#}"), |()| shown(&path));
        Err(error.context(format!("picture: {seen}")))
    }

    /// Asks the program itself, as the interface does: one of its commands with its arguments.
    pub async fn call(&self, command: &str, args: Value) -> Result<Value> {
        self.invoke("call", json!({ "command": command, "args": args })).await
    }

    /// Returns SHA-256 of an original's bytes as the window gets them.
    pub async fn original_sha256(&self, sha256: &str) -> Result<String> {
        let args = json!({ "args": { "sha256": sha256, "fassung": "original" } });
        let bytes = self.invoke("bytes", args).await?;
        let bytes = hex::decode(bytes.as_str().context("no bytes")?).context("not hex")?;
        Ok(office::sha256(&bytes))
    }

    pub(crate) async fn invoke(&self, command: &str, args: Value) -> Result<Value> {
        let script = "
            const [command, args, done] = arguments;
            const hex = (bytes) => bytes.reduce((all, b) => all + b.toString(16).padStart(2, '0'), '');
            window.__TAURI_INTERNALS__.invoke(command, args).then(
              (ok) => done({ ok: ok instanceof ArrayBuffer ? hex(new Uint8Array(ok)) : ok }),
              (error) => done({ error }),
            );";
        let answer = self.client.execute_async(script, vec![command.into(), args]).await?;
        match (answer.get("ok"), answer.get("error")) {
            (Some(ok), _) => Ok(ok.clone()),
            (_, Some(error)) => bail!("{command} was refused: {error}"),
            _ => bail!("{command} gave no answer"),
        }
    }
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

/// Starts a driver with homes of its own.
async fn driver(home: &Path, bus: &str, log: &Path) -> Result<(Group, String)> {
    let port = free_port()?;
    let mut command = Command::new("WebKitWebDriver");
    command.arg(format!("--port={port}")).arg("--host=127.0.0.1");
    command.env("TAURI_WEBVIEW_AUTOMATION", "true").env("DBUS_SESSION_BUS_ADDRESS", bus);
    let homes = ["XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"];
    for (variable, folder) in homes.into_iter().zip(["data", "config", "cache", "run"]) {
        let folder = home.join(folder);
        fs::create_dir_all(&folder).with_context(|| format!("make {}", folder.display()))?;
        command.env(variable, folder);
    }
    // No accessibility bus: the tests ask the page itself, and it only adds noise to the log.
    command.env("NO_AT_BRIDGE", "1").env("GTK_A11Y", "none");
    let mut group = Group::spawn(&mut command, log)?;
    until("the driver", LONG, async || {
        if let Some(status) = group.ended() {
            bail!("WebKitWebDriver ended with {status}; see {}", log.display());
        }
        Ok(tokio::net::TcpStream::connect(("127.0.0.1", port)).await.ok())
    })
    .await?;
    Ok((group, format!("http://127.0.0.1:{port}")))
}

fn free_port() -> Result<u16> {
    let listener = TcpListener::bind("127.0.0.1:0").context("find a free port")?;
    Ok(listener.local_addr().context("find a free port")?.port())
}

async fn connect(address: &str, program: &Value) -> Result<Client> {
    let mut wanted = Capabilities::new();
    if program.get("binary").is_some() {
        wanted.insert("webkitgtk:browserOptions".to_owned(), program.clone());
    }
    let connector = HttpConnector::new();
    let client = Client::with_capabilities_and_connector(address, &wanted, connector).await;
    client.with_context(|| format!("open the window of {program}"))
}
