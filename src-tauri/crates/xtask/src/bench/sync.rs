//! The reconciliation beside its peers: rsync, Unison, Syncthing, PouchDB, and the floor that no
//! durable tool over HTTP gets below.
//!
//! Never a figure of ours without the peers' of the same run: every tool gets the same work sets
//! from the same seed, in a folder and a network of its own, and what arrived is compared.

mod http;
mod peers;
pub(in crate::bench) mod processes;
pub(in crate::bench) mod room;
mod table;
mod targets;

use std::fs;

use anyhow::{Context, Result, bail};

use self::peers::{Material, PEERS, Peer, Running, Set, Way};
use self::room::{Room, Speed, Usage, bench};
use self::table::{Row, Table, Task};
use crate::build::{self, Profile};
use crate::setup;

/// Seed of everything.
const SEED: u64 = 7;
/// How often a short measurement is made; the one in the middle counts.
const TIMES: usize = 3;
/// Seconds up to which a first reconciliation is short.
const SHORT: f64 = 3.0;
const USAGE: &str = "cargo xtask bench sync [--peers NAME,…] [--sets w1,w2,w3b,w4,offline] \
                     [--records N] [--built]";

/// What was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Wish {
    peers: Option<Vec<String>>,
    sets: Vec<String>,
    /// Records of the large idle workstation.
    records: u64,
    /// The programs are measured as they lie there.
    built: bool,
}

/// Measures every tool over every work set.
pub(super) fn run(words: &[&str]) -> Result<()> {
    let wish = parse(words)?;
    if !room::isolated() {
        if !wish.built {
            prepare()?;
        }
        if room::isolate(words)? {
            return Ok(());
        }
    }
    let room = Room::new()?;
    println!("seed {SEED}; {}", room.counted());
    let peers: Vec<&Peer> = PEERS.iter().filter(|peer| wish.wants(peer.name)).collect();
    for peer in &peers {
        println!("  {:14} {}", peer.name, peer.note);
    }
    let mut table = Table::default();
    for set in [Set::Records, Set::Files, Set::Grown] {
        if wish.sets.iter().any(|name| name == set.name()) {
            measure_set(&room, &peers, set, &mut table)?;
        }
    }
    if wish.sets.iter().any(|name| name == "offline") {
        peers::offline(&room, SEED, &mut table)?;
    }
    if wish.sets.iter().any(|name| name == "w4") {
        peers::million(&room, &peers, SEED, wish.records, &mut table)?;
    }
    table.print(peers::FLOOR);
    targets::print(&table);
    Ok(())
}

/// Builds and installs what the measuring needs, while there is a network.
fn prepare() -> Result<()> {
    if let Err(error) = setup::ensure(setup::Need::Peers) {
        println!("not all peers can be installed: {error:#}");
    }
    if let Err(error) = peers::install() {
        println!("PouchDB cannot be installed: {error:#}");
    }
    build::bins(&["sync-bench", "forsthaus-center"], Profile::Bench)
}

/// One work set with every tool, one after the other.
fn measure_set(room: &Room, peers: &[&Peer], set: Set, table: &mut Table) -> Result<()> {
    let material = Material { dir: room.dir("material")?, seed: SEED };
    let mut command = bench()?;
    command.args(["make", "--set", set.name(), "--seed", &SEED.to_string(), "--out"]);
    command.arg(&material.dir);
    room.prepare(&mut command)?;
    println!("\n{}", room.said("prepare.log"));
    for peer in peers {
        match peer.start(room, &material, set) {
            Ok(mut running) => {
                if let Err(error) = measure_peer(room, peer, running.as_mut(), set, table) {
                    // Ctrl-C ends all, a failure only this tool.
                    crate::child::pause()?;
                    println!("  {}: {error:#}", peer.name);
                    table.fail(peer.name, &tasks(set), &format!("{error:#}"));
                }
            }
            Err(error) => table.fail(peer.name, &tasks(set), &format!("{error:#}")),
        }
        for folder in ["server", "client", "wanted"] {
            room.remove(folder)?;
        }
    }
    fs::remove_dir_all(&material.dir).context("remove the work set")
}

/// What is done with a set, in this order.
fn steps(set: Set) -> &'static [Step] {
    use Speed::{Direct, Slow};
    use Step::{Change, First, Forget, Idle, Sync, Verify};
    use Way::{Down, Up};
    match set {
        Set::Records => &[
            First(Task::RecordsInitial, Direct),
            Idle(Task::RecordsIdle, Direct),
            Change(Down, 1),
            Sync(Task::RecordsChanged, Direct, Down),
            Verify,
            Idle(Task::RecordsIdle, Slow),
            Change(Down, 2),
            Sync(Task::RecordsChanged, Slow, Down),
            Forget,
            First(Task::RecordsInitial, Slow),
            Verify,
        ],
        Set::Files => &[
            First(Task::FilesInitial, Direct),
            Idle(Task::FilesIdle, Direct),
            Change(Down, 1),
            Sync(Task::FilesChanged, Direct, Down),
            Idle(Task::FilesIdle, Slow),
            Change(Down, 2),
            Sync(Task::FilesChanged, Slow, Down),
            Verify,
        ],
        Set::Grown => &[
            // The first time it only comes to the workstation; the files are measured with W2.
            Step::Fetch,
            Change(Down, 1),
            Sync(Task::GrownDown, Direct, Down),
            Change(Down, 2),
            Sync(Task::GrownDown, Slow, Down),
            Verify,
            Change(Up, 3),
            Sync(Task::GrownUp, Direct, Up),
            Change(Up, 4),
            Sync(Task::GrownUp, Slow, Up),
            Verify,
        ],
    }
}

/// What of it is noted.
fn tasks(set: Set) -> Vec<(Task, Speed)> {
    let noted = steps(set).iter().filter_map(|step| match *step {
        Step::First(task, speed) | Step::Idle(task, speed) | Step::Sync(task, speed, _) => {
            Some((task, speed))
        }
        _ => None,
    });
    noted.collect()
}

/// One step of a measurement.
#[derive(Debug, Clone, Copy)]
enum Step {
    /// Reconciles for the first time and notes what it took; what is short is done several times.
    First(Task, Speed),
    /// Reconciles several times without news and notes the middle.
    Idle(Task, Speed),
    /// Reconciles and notes what it took.
    Sync(Task, Speed, Way),
    /// Reconciles without a note.
    Fetch,
    /// Changes the set at the side that the way comes from.
    Change(Way, u64),
    /// The workstation starts anew.
    Forget,
    /// Both sides are compared.
    Verify,
}

/// Whether doing it again takes little time.
fn is_short(usage: &Usage) -> bool {
    usage.seconds() < SHORT
}

/// The measurement in the middle.
fn middle(mut usages: Vec<Usage>) -> Usage {
    usages.sort_by(|one, other| one.seconds().total_cmp(&other.seconds()));
    let at = usages.len() / 2;
    usages.into_iter().nth(at).unwrap_or_default()
}

fn measure_peer(
    room: &Room,
    peer: &Peer,
    running: &mut dyn Running,
    set: Set,
    table: &mut Table,
) -> Result<()> {
    for step in steps(set) {
        match *step {
            Step::First(task, speed) => {
                let mut several = vec![running.sync(room, speed, Way::Down)?];
                while several.len() < TIMES && several.iter().all(is_short) {
                    running.forget(room)?;
                    several.push(running.sync(room, speed, Way::Down)?);
                }
                let usage = middle(several);
                table.add(Row { peer: peer.name, task, speed, usage: Ok(usage) });
            }
            Step::Idle(task, speed) => {
                let usages: Result<Vec<Usage>> =
                    (0..TIMES).map(|_| running.sync(room, speed, Way::Down)).collect();
                table.add(Row { peer: peer.name, task, speed, usage: Ok(middle(usages?)) });
            }
            Step::Sync(task, speed, way) => {
                let usage = running.sync(room, speed, way)?;
                table.add(Row { peer: peer.name, task, speed, usage: Ok(usage) });
            }
            Step::Fetch => _ = running.sync(room, Speed::Direct, Way::Down)?,
            Step::Change(way, round) => running.change(room, way, round)?,
            Step::Forget => running.forget(room)?,
            Step::Verify => running.verify(room).context("the two sides differ")?,
        }
    }
    Ok(())
}

impl Wish {
    fn wants(&self, peer: &str) -> bool {
        let same = |name: &String| name.eq_ignore_ascii_case(peer);
        self.peers.as_ref().is_none_or(|names| names.iter().any(same))
    }
}

fn parse(words: &[&str]) -> Result<Wish> {
    let list = |text: &str| text.split(',').map(str::to_owned).collect::<Vec<_>>();
    let mut wish =
        Wish { peers: None, sets: list("w1,w2,w3b,w4,offline"), records: 1_000_000, built: false };
    let mut rest = words.iter();
    while let Some(word) = rest.next() {
        let mut value = || rest.next().with_context(|| format!("{word}: what?\n{USAGE}"));
        match *word {
            "--built" => wish.built = true,
            "--peers" => wish.peers = Some(list(value()?)),
            "--sets" => wish.sets = list(value()?),
            "--records" => wish.records = value()?.parse().context("--records: a number")?,
            _ => bail!(USAGE),
        }
    }
    Ok(wish)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn peers_and_sets_can_be_chosen() {
        let all = parse(&[]).unwrap();
        assert!(all.wants("floor") && all.sets.len() == 5);
        let some = parse(&["--peers", "floor,ours", "--sets", "w1"]).unwrap();
        assert!(some.wants("ours") && !some.wants("rsync") && some.sets == ["w1"]);
        assert!(parse(&["--peer"]).is_err());
    }
}
