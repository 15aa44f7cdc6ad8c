//! Finds what the machine lacks and installs it where a package manager can.
//!
//! Never changes a machine without saying what, and never guesses a foreign package manager.

use anyhow::{Context, Result, bail};

use crate::{child, paths, ui};

/// What a command is going to need.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    /// The interface and the window, but no test runner.
    Window,
    /// The test runner, but nothing of the interface.
    Rust,
    /// All of it.
    Everything,
    /// The test runner, and the tools that the bench of the reconciliation compares with.
    Peers,
    /// The test runner, and the database of a large centre.
    Postgres,
    /// The test runner, and drivers of scanners.
    Scanner,
}

/// A Debian package and what it is for.
struct Package {
    name: &'static str,
    why: &'static str,
}

const fn package(name: &'static str, why: &'static str) -> Package {
    Package { name, why }
}

const PACKAGES: &[Package] = &[
    package("build-essential", "C compiler and linker"),
    package("pkg-config", "finds the system's libraries"),
    package("libssl-dev", "SQLCipher's and the network's cryptography"),
    package("libwebkit2gtk-4.1-dev", "the window"),
    package("webkit2gtk-driver", "drives the window in tests"),
    package("xvfb", "a screen for tests"),
    package("dbus", "a private message bus for each test"),
    package("fonts-dejavu-core", "fonts for screenshots"),
    package("fonts-liberation", "fonts for screenshots"),
    package("cmake", "builds the reader of bar codes"),
    package("tesseract-ocr", "reads scans"),
    package("tesseract-ocr-deu", "German for it"),
    package("tesseract-ocr-eng", "what the bench of the recognition compares with"),
    package("poppler-utils", "what the benches of the intake compare with"),
    package("qpdf", "a second opinion on the PDFs we write"),
    package("python3-lxml", "the judges of the xdomea packages we write"),
];

/// What only the bench of the reconciliation needs.
const PEERS: &[Package] = &[
    package("rsync", "a peer of the reconciliation"),
    package("unison", "a peer of the reconciliation"),
    package("syncthing", "a peer of the reconciliation"),
    package("iproute2", "a network of the bench's own"),
];

/// What only a large centre needs.
const POSTGRES: &[Package] = &[package("postgresql-15", "the database of a large centre")];

/// What only tests with drivers of scanners need.
const SCANNER: &[Package] = &[
    package("sane-utils", "drives scanners, and has a test device"),
    package("sane-airscan", "a foreign client of the scanners' protocol"),
    package("openssl", "a device with a certificate of its own"),
];

/// Oldest Node that the interface's build runs on.
const NODE: (u32, u32) = (20, 19);
const NEXTEST: &str = "0.9.143";

/// Makes the machine ready; does no work when it already is.
pub(crate) fn ensure(need: Need) -> Result<()> {
    packages(PACKAGES)?;
    match need {
        Need::Peers => packages(PEERS)?,
        Need::Postgres => packages(POSTGRES)?,
        Need::Scanner => packages(SCANNER)?,
        Need::Window | Need::Rust | Need::Everything => {}
    }
    if need != Need::Window {
        nextest()?;
    }
    if !matches!(need, Need::Window | Need::Everything) {
        return Ok(());
    }
    node()?;
    ui::install()
}

fn packages(wanted: &'static [Package]) -> Result<()> {
    if !cfg!(target_os = "linux") {
        return Ok(());
    }
    if !paths::on_path("dpkg-query") || !paths::on_path("apt-get") {
        return without_apt();
    }
    let missing: Vec<&Package> = wanted.iter().filter(|package| !installed(package.name)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    println!("Missing Debian packages:");
    for package in &missing {
        println!("  {:24} {}", package.name, package.why);
    }
    let mut install = vec!["install", "-y", "--no-install-recommends"];
    install.extend(missing.iter().map(|package| package.name));
    apt(&["update"])?;
    apt(&install)
}

fn installed(package: &str) -> bool {
    let mut query = child::command("dpkg-query");
    query.args(["--show", "--showformat", "${db:Status-Status}", package]);
    child::output(&mut query).is_some_and(|status| status == "installed")
}

fn apt(args: &[&str]) -> Result<()> {
    let root = child::is_root();
    if !root && !paths::on_path("sudo") {
        bail!("to install packages, run `cargo xtask setup` once as root (there is no sudo)");
    }
    let mut command = child::command(if root { "env" } else { "sudo" });
    if !root {
        command.arg("env");
    }
    command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=500"]);
    command.args(args);
    println!("$ {}", child::shown(&command));
    child::run_interactive(&mut command)
}

/// Another distribution: says once what is needed, and goes on only if the essentials are there.
fn without_apt() -> Result<()> {
    let webkit = child::output(child::command("pkg-config").args(["--exists", "webkit2gtk-4.1"]));
    let programs = ["cc", "WebKitWebDriver", "Xvfb", "dbus-daemon"];
    if webkit.is_some() && programs.iter().all(|program| paths::on_path(program)) {
        return Ok(());
    }
    println!("This is not Debian. Please install what these packages hold there, then try again:");
    for package in PACKAGES {
        println!("  {:24} {}", package.name, package.why);
    }
    bail!("system packages are missing")
}

fn node() -> Result<()> {
    let (major, minor) = NODE;
    let wanted = format!("Node.js {major}.{minor} or newer, with npm, is needed (nodejs.org)");
    let version = child::output(child::command("node").arg("--version"))
        .with_context(|| format!("{wanted}; there is none"))?;
    let mut numbers = version.trim().trim_start_matches('v').split('.').map(str::parse::<u32>);
    let (Some(Ok(have_major)), Some(Ok(have_minor))) = (numbers.next(), numbers.next()) else {
        bail!("{wanted}; `node --version` says {version}");
    };
    if (have_major, have_minor) < NODE {
        bail!("{wanted}; here is {}", version.trim());
    }
    if child::output(child::command("npm").arg("--version")).is_none() {
        bail!("{wanted}; npm is missing");
    }
    Ok(())
}

fn nextest() -> Result<()> {
    if child::output(child::command("cargo").args(["nextest", "--version"])).is_some() {
        return Ok(());
    }
    let mut command = child::command("cargo");
    command.args(["install", "cargo-nextest", "--version", NEXTEST, "--locked"]);
    command.args(["--no-default-features", "--features", "default-no-update"]);
    println!("The test runner is missing.\n$ {}", child::shown(&command));
    child::run(&mut command)
}
