//! What a device says about itself and its jobs.
//!
//! Never a page: those come from the job.

use super::xml::Node;
use crate::{ScanError, Zufuhr};

/// What a device says.
#[derive(Debug)]
pub(super) struct Status {
    state: String,
    feeder: String,
    jobs: Vec<JobStatus>,
}

/// What it says of one job.
#[derive(Debug, Clone)]
pub(super) struct JobStatus {
    uri: String,
    /// `Completed`, `Aborted`, `Canceled`, `Processing`, `Pending`.
    pub(super) state: String,
    /// Why, in the words of the specification.
    pub(super) reasons: Vec<String>,
    /// Pages that it says it has given.
    pub(super) completed: Option<u32>,
}

impl Status {
    pub(super) fn read(bytes: &[u8]) -> Result<Self, ScanError> {
        let root = Node::parse(bytes)?;
        if root.name != "ScannerStatus" {
            return Err(ScanError::Answer("no status"));
        }
        let jobs = root.all("JobInfo").into_iter().map(|job| JobStatus {
            uri: job.text_of("JobUri").to_owned(),
            state: job.text_of("JobState").to_owned(),
            reasons: job.all("JobStateReason").iter().map(|r| r.text.trim().to_owned()).collect(),
            completed: job.text_of("ImagesCompleted").parse().ok(),
        });
        Ok(Self {
            jobs: jobs.collect(),
            state: root.text_of("State").to_owned(),
            feeder: root.text_of("AdfState").to_owned(),
        })
    }

    /// Whether it works on something.
    pub(super) fn busy(&self) -> bool {
        self.state == "Processing"
    }

    /// Whether there is still paper in the feeder.
    pub(super) fn paper_left(&self) -> bool {
        self.feeder == "ScannerAdfLoaded"
    }

    /// Returns what it says of a job.
    pub(super) fn job(&self, path: &str) -> Option<&JobStatus> {
        let id = path.rsplit('/').next().filter(|id| !id.is_empty())?;
        self.jobs.iter().find(|job| job.uri.trim_end_matches('/').rsplit('/').next() == Some(id))
    }

    /// Returns what is wrong with the feeder, if that is where the paper lies.
    pub(super) fn feeder(&self, zufuhr: Zufuhr) -> Option<ScanError> {
        if zufuhr == Zufuhr::Glas {
            return None;
        }
        match self.feeder.as_str() {
            "ScannerAdfEmpty" => Some(ScanError::FeederEmpty),
            _ => self.trouble(),
        }
    }

    /// Returns what is wrong with the feeder, besides that it is empty.
    pub(super) fn trouble(&self) -> Option<ScanError> {
        match self.feeder.as_str() {
            "ScannerAdfJam" | "ScannerAdfMispick" => Some(ScanError::Jam),
            "ScannerAdfHatchOpen" | "ScannerAdfInputTrayOverloaded" => Some(ScanError::CoverOpen),
            "ScannerAdfMultipickDetected" => Some(ScanError::MultiFeed),
            _ => None,
        }
    }
}
