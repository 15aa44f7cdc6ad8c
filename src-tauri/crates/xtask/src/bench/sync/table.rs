//! What was measured, as tables, and what of it was owed.
//!
//! Never leaves a tool out: one without figures has its reason in their place.

use super::room::{Speed, Usage};

/// What was reconciled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Task {
    RecordsInitial,
    RecordsChanged,
    RecordsIdle,
    FilesInitial,
    FilesChanged,
    FilesIdle,
    GrownDown,
    GrownUp,
    MillionIdle,
    Offline,
}

impl Task {
    fn title(self) -> &'static str {
        match self {
            Self::RecordsInitial => "W1: 10,000 records to a new workstation",
            Self::RecordsChanged => "W3: 1 % of the records changed",
            Self::RecordsIdle => "W4: nothing changed, 10,000 records",
            Self::FilesInitial => "W2: 2,000 files to a new workstation",
            Self::FilesChanged => "W3: 1 % of the files changed",
            Self::FilesIdle => "W4: nothing changed, 2,000 files",
            Self::GrownDown => "W3b: 100 PDFs signed or stamped at the centre, fetched",
            Self::GrownUp => "W3b: 100 PDFs signed or stamped at the workstation, sent",
            Self::MillionIdle => "W4: nothing changed, the large workstation",
            Self::Offline => "1,000 mutations made offline, 5 % of them in conflict, sent",
        }
    }
}

/// One measurement, or why there is none.
pub(super) struct Row {
    pub(super) peer: &'static str,
    pub(super) task: Task,
    pub(super) speed: Speed,
    pub(super) usage: Result<Usage, String>,
}

/// All measurements of a run.
#[derive(Default)]
pub(super) struct Table(Vec<Row>);

impl Usage {
    /// Seconds of the work itself, where the client tells it; else from start to end.
    pub(super) fn seconds(&self) -> f64 {
        self.inside.unwrap_or(self.wall)
    }
}

impl Table {
    /// Adds a measurement and says so.
    pub(super) fn add(&mut self, row: Row) {
        let what = format!("{} · {} · {}", row.peer, row.task.title(), name(row.speed));
        match &row.usage {
            Ok(usage) => println!("  {what}: {:.3} s", usage.seconds()),
            Err(reason) => println!("  {what}: {reason}"),
        }
        self.0.push(row);
    }

    /// Notes why a tool has no figures for what it has not been measured at.
    pub(super) fn fail(&mut self, peer: &'static str, tasks: &[(Task, Speed)], reason: &str) {
        for &(task, speed) in tasks {
            let known = |row: &Row| row.peer == peer && row.task == task && row.speed == speed;
            if !self.0.iter().any(known) {
                self.0.push(Row { peer, task, speed, usage: Err(reason.to_owned()) });
            }
        }
    }

    /// A tool's figures for a task.
    pub(super) fn of(&self, peer: &str, task: Task, speed: Speed) -> Option<&Usage> {
        let row =
            self.0.iter().find(|row| row.peer == peer && row.task == task && row.speed == speed)?;
        row.usage.as_ref().ok()
    }

    /// Prints one table for every task and line.
    pub(super) fn print(&self, first: &str) {
        let mut tasks: Vec<(Task, Speed)> = Vec::new();
        for row in &self.0 {
            if !tasks.contains(&(row.task, row.speed)) {
                tasks.push((row.task, row.speed));
            }
        }
        tasks.sort_by_key(|(task, speed)| (*speed == Speed::Slow, *task));
        for (task, speed) in tasks {
            println!("\n{} ({})", task.title(), name(speed));
            println!(
                "  {:14} {:>9} {:>7} {:>9} {:>11} {:>7} {:>9} {:>9} {:>8} {:>8}",
                "",
                "seconds",
                "×first",
                "process",
                "kB on wire",
                "×first",
                "CPU desk",
                "CPU srv",
                "MB desk",
                "MB srv"
            );
            let base = self.of(first, task, speed);
            for row in self.0.iter().filter(|row| row.task == task && row.speed == speed) {
                println!("  {:14} {}", row.peer, shown(row, base));
            }
        }
    }
}

fn name(speed: Speed) -> &'static str {
    match speed {
        Speed::Direct => "loopback",
        Speed::Slow => "40 ms, 16 Mbit/s",
    }
}

fn shown(row: &Row, base: Option<&Usage>) -> String {
    let usage = match &row.usage {
        Ok(usage) => usage,
        Err(reason) => return format!("not measured: {}", first_line(reason)),
    };
    let share = |ours: f64, first: Option<f64>| {
        first.map_or_else(|| "–".to_owned(), |first| format!("{:.2}", ours / first))
    };
    let requests = usage.requests.map(|n| format!("  {n} requests")).unwrap_or_default();
    let wire = usage.wire as f64 / 1e3;
    format!(
        "{:>9.3} {:>7} {:>9.3} {wire:>11.1} {:>7} {:>9.2} {:>9.2} {:>8.1} {:>8.1}{requests}",
        usage.seconds(),
        share(usage.seconds(), base.map(Usage::seconds)),
        usage.wall,
        share(wire, base.map(|base| base.wire as f64 / 1e3)),
        usage.client_cpu,
        usage.server_cpu,
        usage.client_mb,
        usage.server_mb,
    )
}

fn first_line(reason: &str) -> &str {
    reason.lines().find(|line| !line.trim().is_empty()).unwrap_or("no reason given")
}
