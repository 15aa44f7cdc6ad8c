//! A day of many offices: workstations of hundreds of authorities that push what they do, and
//! others that follow by cursor.
//!
//! Never a short cut while it measures: everything passes the centre's public address, packed as
//! the product packs it. Only authorities and codes are set up directly.

mod follower;
mod item;
mod station;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use serde::{Deserialize, Serialize};
use tokio::sync::Mutex;
use tokio::task::JoinSet;

use self::station::{Station, Wire};

/// Rows of the log that an item becomes.
const ROWS: u64 = 10;

/// Makes the tables.
#[derive(clap::Args)]
pub(crate) struct Migrate {
    /// The database as the service sees it.
    #[arg(long)]
    database: String,
    /// The database as its owner sees it.
    #[arg(long)]
    owner: String,
}

/// Sets authorities and workstations up.
#[derive(clap::Args)]
pub(crate) struct Setup {
    /// The centre's database.
    #[arg(long)]
    database: String,
    /// The centre's address.
    #[arg(long)]
    centre: String,
    #[arg(long)]
    tenants: usize,
    #[arg(long)]
    workstations: usize,
    /// File for what the load then needs.
    #[arg(long)]
    out: PathBuf,
}

/// Puts load on a centre.
#[derive(clap::Args)]
pub(crate) struct Load {
    #[arg(long)]
    centre: String,
    /// What the setup wrote; it is kept up to date.
    #[arg(long)]
    state: PathBuf,
    /// Items to bring in.
    #[arg(long)]
    items: u64,
    /// Pushes at the same time.
    #[arg(long)]
    writers: usize,
    /// Workstations that follow.
    #[arg(long)]
    followers: usize,
    /// Pushes that an item is brought in.
    #[arg(long)]
    pushes: usize,
    #[arg(long)]
    seed: u64,
    /// JSON file for the figures.
    #[arg(long)]
    out: PathBuf,
}

/// What a run showed.
#[derive(Serialize)]
struct Figures {
    seconds: f64,
    items: u64,
    rows: u64,
    pushes: usize,
    push_ms_p50: f64,
    push_ms_p99: f64,
    push_ms_max: f64,
    turned_away: u64,
    driver_cpu: f64,
    followed_rows: u64,
    missed_rows: u64,
}

/// What the setup hands over.
#[derive(Serialize, Deserialize)]
struct State {
    stations: Vec<Station>,
}

/// Makes the tables of the centre's database.
pub(crate) fn migrate(options: &Migrate) -> Result<()> {
    Ok(center::Ledger::migrate(&options.owner, &options.database)?)
}

/// Makes authorities with a filing plan, and workstations of each.
pub(crate) async fn setup(options: Setup) -> Result<()> {
    let (database, tenants) = (options.database.clone(), options.tenants);
    let each = options.workstations.div_ceil(tenants.max(1));
    let codes = tokio::task::spawn_blocking(move || authorities(&database, tenants, each));
    let codes = Arc::new(codes.await??);
    let wire = Arc::new(Wire::new(&options.centre)?);
    let mut stations = Vec::new();
    for number in 0..options.workstations {
        let code = codes.get(number % tenants).context("a code")?;
        stations.push(Station::enrol(&wire, number, number % tenants, code).await?);
    }
    for number in 0..tenants.min(stations.len()) {
        let akte = stations.get_mut(number).context("a workstation")?.open_akte(&wire).await?;
        let same = stations.iter_mut().filter(|station| station.tenant == number);
        same.for_each(|station| station.akte = akte);
    }
    let state = serde_json::to_vec(&State { stations })?;
    std::fs::write(&options.out, state).context("hand the workstations over")
}

/// Sets authorities up as `forsthaus-center tenant-add` does; returns a code for each.
fn authorities(database: &str, tenants: usize, each: usize) -> Result<Vec<String>> {
    let surroundings = center::Surroundings::system();
    let ledger = center::Ledger::postgres(database).context("the centre's database")?;
    let scopes = [center::SCOPE_STAMMDATEN, center::SCOPE_REGISTRATUR];
    let plan = [center::seed::PlanNode {
        kennzeichen: "4".to_owned(),
        bezeichnung: "Bauen und Wohnen".to_owned(),
        aufbewahrung_jahre: Some(10),
        ..center::seed::PlanNode::default()
    }];
    (0..tenants)
        .map(|number| {
            let tenant = format!("gemeinde-{number:04}");
            ledger.add_tenant(&tenant, &tenant, true, &scopes, surroundings.id())?;
            ledger.write(&tenant, |tx| center::seed::aktenplan(tx, &surroundings, &plan))?;
            let code = surroundings.code();
            ledger.add_code(&tenant, &code, u32::try_from(each)?)?;
            Ok(code)
        })
        .collect()
}

/// What all workers share.
struct Shared {
    wire: Wire,
    stations: Vec<Mutex<Station>>,
    next: AtomicU64,
    end: u64,
    pushes: usize,
    seed: u64,
}

/// Brings the items in while others follow, and says how it went.
pub(crate) async fn load(options: Load) -> Result<()> {
    let state: State = serde_json::from_slice(&std::fs::read(&options.state)?)?;
    let first = state.stations.first().map_or(0, |station| station.items_from);
    let shared = Arc::new(Shared {
        wire: Wire::new(&options.centre)?,
        stations: state.stations.into_iter().map(Mutex::new).collect(),
        next: AtomicU64::new(first),
        end: first + options.items,
        pushes: options.pushes,
        seed: options.seed,
    });
    let done = Arc::new(AtomicBool::new(false));
    let mut followers = JoinSet::new();
    for number in 0..options.followers.min(shared.stations.len()) {
        let station = shared.stations.get(number).context("a workstation")?.lock().await.clone();
        followers.spawn(follower::follow(station, options.centre.clone(), Arc::clone(&done)));
    }
    let (start, cpu) = (Instant::now(), crate::inside::cpu());
    let mut workers = JoinSet::new();
    for _ in 0..options.writers {
        workers.spawn(work(Arc::clone(&shared)));
    }
    let mut latencies = Vec::new();
    while let Some(worker) = workers.join_next().await {
        latencies.extend(worker??);
    }
    let seconds = start.elapsed().as_secs_f64();
    let driver_cpu = crate::inside::cpu() - cpu;
    done.store(true, Ordering::Relaxed);
    let (mut followed_rows, mut missed_rows) = (0, 0);
    while let Some(follower) = followers.join_next().await {
        let seen = follower??;
        followed_rows += seen.rows;
        let station = shared.stations.get(seen.number).context("a workstation")?;
        // The lock is given back before all of them are counted.
        let tenant = station.lock().await.tenant;
        missed_rows += written(&shared, tenant).await.abs_diff(seen.rows);
    }
    latencies.sort_by(f64::total_cmp);
    let part = |share: f64| {
        let at = (latencies.len() as f64 * share) as usize;
        latencies.get(at.min(latencies.len().saturating_sub(1))).copied().unwrap_or(f64::NAN)
    };
    let figures = Figures {
        seconds,
        items: options.items,
        rows: options.items * ROWS,
        pushes: latencies.len(),
        push_ms_p50: part(0.5),
        push_ms_p99: part(0.99),
        push_ms_max: part(1.0),
        turned_away: shared.wire.turned_away(),
        driver_cpu,
        followed_rows,
        missed_rows,
    };
    std::fs::write(&options.out, serde_json::to_vec(&figures)?)?;
    keep(&shared, &options).await
}

/// Rows of an authority's own scope, by what its workstations were told.
async fn written(shared: &Shared, tenant: usize) -> u64 {
    let mut rows = 0;
    for station in &shared.stations {
        let station = station.lock().await;
        if station.tenant == tenant {
            rows += station.rows;
        }
    }
    rows
}

/// Keeps numbers for a run after this one.
async fn keep(shared: &Shared, options: &Load) -> Result<()> {
    let mut stations = Vec::new();
    for station in &shared.stations {
        let mut station = station.lock().await.clone();
        station.items_from = shared.end;
        stations.push(station);
    }
    Ok(std::fs::write(&options.state, serde_json::to_vec(&State { stations })?)?)
}

/// Brings items in until there are no more; returns how long each push took.
async fn work(shared: Arc<Shared>) -> Result<Vec<f64>> {
    let mut latencies = Vec::new();
    loop {
        let number = shared.next.fetch_add(1, Ordering::Relaxed);
        if number >= shared.end {
            return Ok(latencies);
        }
        let at = usize::try_from(number)? % shared.stations.len().max(1);
        let mut station = shared.stations.get(at).context("a workstation")?.lock().await;
        let pushes = item::pushes(&mut station, shared.seed, number, shared.pushes);
        for mutations in pushes {
            let count = mutations.len() as u64;
            let start = Instant::now();
            let rows = station.push(&shared.wire, mutations).await?;
            latencies.push(start.elapsed().as_secs_f64() * 1e3);
            ensure!(rows == count, "{rows} of {count} changes took effect");
        }
    }
}
