//! Devices on the network that announce themselves (mDNS, `_uscan._tcp` and `_uscans._tcp`).
//!
//! Never sets one up by itself: it tells what is there.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use mdns_sd::{IfKind, ResolvedService, ServiceDaemon, ServiceEvent};

use crate::{Cancel, ScanError};

/// With TLS first: a device that announces both is taken with it.
const KINDS: [(&str, &str); 2] = [("_uscans._tcp.local.", "https"), ("_uscan._tcp.local.", "http")];
/// How often a wait looks whether somebody wants to stop.
const TICK: Duration = Duration::from_millis(50);
/// Longest text taken over from a device.
const TEXT_MAX: usize = 200;

/// A device that announced itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gefunden {
    /// What it calls itself.
    pub name: String,
    /// Its root, for [`crate::escl::Anschluss::neu`].
    pub adresse: String,
    /// Where it stands, if it says so.
    pub standort: String,
    /// Its lasting id, if it says so.
    pub uuid: String,
    /// Whether it scans both sides.
    pub beidseitig: bool,
}

/// Listens for that long; `loopback` listens on this machine only, for tests.
pub fn search(time: Duration, loopback: bool, cancel: &Cancel) -> Result<Vec<Gefunden>, ScanError> {
    let failed = |error: mdns_sd::Error| ScanError::Unreachable(error.to_string());
    let daemon = ServiceDaemon::new().map_err(failed)?;
    if loopback {
        daemon.disable_interface(IfKind::All).map_err(failed)?;
        daemon.enable_interface(IfKind::LoopbackV4).map_err(failed)?;
    }
    let mut found = BTreeMap::new();
    let mut inboxes = Vec::new();
    for (kind, scheme) in KINDS {
        inboxes.push((daemon.browse(kind).map_err(failed)?, scheme));
    }
    let until = Instant::now() + time;
    while Instant::now() < until && !cancel.stopped() {
        for (inbox, scheme) in &inboxes {
            if let Ok(ServiceEvent::ServiceResolved(service)) = inbox.recv_timeout(TICK)
                && let Some((key, device)) = device(&service, scheme)
            {
                note(&mut found, key, device);
            }
        }
    }
    // Whether it says goodbye changes nothing any more.
    drop(daemon.shutdown());
    Ok(found.into_values().collect())
}

/// One entry for a device, however often it announces itself; the one with TLS stays.
fn note(found: &mut BTreeMap<String, Gefunden>, key: String, device: Gefunden) {
    let known = found.get(&key);
    if !known.is_some_and(|known| known.adresse.starts_with("https:")) {
        found.insert(key, device);
    }
}

fn device(service: &ResolvedService, scheme: &str) -> Option<(String, Gefunden)> {
    let said = |name: &str| -> String {
        let value = service.get_property_val_str(name).unwrap_or_default();
        value.chars().filter(|c| !c.is_control()).take(TEXT_MAX).collect()
    };
    let address = service.get_addresses_v4().into_iter().min()?;
    let root = said("rs");
    let root = root.trim_matches('/');
    let root = if root.is_empty() { "eSCL" } else { root };
    let name = match said("ty") {
        none if none.is_empty() => service.get_fullname().split('.').next()?.to_owned(),
        name => name,
    };
    let uuid = said("uuid");
    let key = if uuid.is_empty() { format!("{address} {name}") } else { uuid.clone() };
    let found = Gefunden {
        name,
        adresse: format!("{scheme}://{address}:{}/{root}", service.get_port()),
        standort: said("note"),
        uuid,
        beidseitig: said("duplex").eq_ignore_ascii_case("t"),
    };
    Some((key, found))
}
