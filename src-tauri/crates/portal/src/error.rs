//! What can go wrong between this room and a service.
//!
//! Never holds content of an application.

use crate::line::{LineError, Response};

/// Why a call to a service, or a step with keys, did not come to its end.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PortalError {
    /// No answer; try again later.
    #[error("line")]
    Line(#[from] LineError),
    /// The service does not know the client, or its secret is wrong (400, 401).
    #[error("credentials refused with status {status}")]
    Credentials {
        /// HTTP status.
        status: u16,
    },
    /// The client is not joined to this destination (403).
    #[error("not allowed")]
    Forbidden,
    /// The service does not have it, or no longer (404, 410).
    #[error("not there")]
    NotFound,
    /// The service asks for patience (429, 5xx); try again later.
    #[error("service busy with status {status}")]
    Busy {
        /// HTTP status.
        status: u16,
        /// Seconds the service asks to wait.
        wait_s: Option<u64>,
    },
    /// The service refuses the request as it is; trying again changes nothing.
    #[error("refused with status {status}: {problem}")]
    Refused {
        /// HTTP status.
        status: u16,
        /// Type of the problem (RFC 7807), shortened; empty if the service named none.
        problem: String,
    },
    /// The answer does not have the published form.
    #[error("answer not understood: {0}")]
    Protocol(&'static str),
    /// There is no key for this that may be used.
    #[error("no key in use for {0}")]
    NoKey(&'static str),
    /// The cryptographic library failed at what it should be able to do.
    #[error("cryptographic library: {0}")]
    Crypto(&'static str),
    /// The operating system gives no random numbers.
    #[error("no random numbers")]
    Random,
}

impl PortalError {
    /// Tells whether the same request may succeed later without anybody doing anything.
    pub fn passes(&self) -> bool {
        match self {
            Self::Line(LineError::Unreachable(_)) | Self::Busy { .. } => true,
            Self::Line(LineError::TooLarge { .. })
            | Self::Credentials { .. }
            | Self::Forbidden
            | Self::NotFound
            | Self::Refused { .. }
            | Self::Protocol(_)
            | Self::NoKey(_)
            | Self::Crypto(_)
            | Self::Random => false,
        }
    }
}

/// Longest type of a problem that is repeated.
const PROBLEM_CHARS_MAX: usize = 200;
/// Longest pause a service may ask for: a day.
const WAIT_S_MAX: u64 = 86_400;

/// Returns the answer if the service did what was asked.
pub(crate) fn good(response: Response, bytes_max: usize) -> Result<Response, PortalError> {
    if response.body.len() > bytes_max {
        return Err(LineError::TooLarge { max: bytes_max }.into());
    }
    match response.status {
        200..=299 => Ok(response),
        401 => Err(PortalError::Credentials { status: 401 }),
        403 => Err(PortalError::Forbidden),
        404 | 410 => Err(PortalError::NotFound),
        status @ (429 | 500..=599) => {
            let asked =
                response.header("retry-after").or_else(|| response.header("ratelimit-reset"));
            let wait_s = asked.and_then(|text| text.trim().parse().ok());
            Err(PortalError::Busy { status, wait_s: wait_s.map(|s: u64| s.min(WAIT_S_MAX)) })
        }
        status => {
            let problem: Option<serde_json::Value> = serde_json::from_slice(&response.body).ok();
            let kind = problem.as_ref().and_then(|problem| problem.get("type")?.as_str());
            let problem = crate::kodierung::kurz(kind.unwrap_or_default(), PROBLEM_CHARS_MAX);
            Err(PortalError::Refused { status, problem })
        }
    }
}
