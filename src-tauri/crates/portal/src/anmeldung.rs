//! Who the office is to the service: client, secret, and the token that stands for them for a while.
//!
//! Never keeps a token longer than it is good, and never shows a secret.

use domain::Zeitpunkt;
use serde::Deserialize;
use zeroize::{Zeroize, Zeroizing};

use crate::error::{PortalError, good};
use crate::line::{Line, Method, Request};

/// A token is renewed so many seconds before its end.
const RESERVE_S: i64 = 60;
/// Longest life of a token that is believed: a day.
const LEBEN_S_MAX: i64 = 86_400;
/// Life of a token whose service does not say how long it is good.
const LEBEN_S_SONST: i64 = 300;
/// Largest answer of the token service.
const ANSWER_BYTES_MAX: usize = 64 * 1024;

/// The office's client as it was made in the Self-Service-Portal.
#[derive(Clone)]
pub struct Anmeldung {
    /// Client id.
    pub client_id: String,
    /// Client secret.
    pub client_secret: Zeroizing<String>,
    /// Scope to ask for; the service gives every one the client has if none is named.
    pub scope: Option<String>,
}

impl std::fmt::Debug for Anmeldung {
    /// Shows everything but the secret.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Anmeldung").field("client_id", &self.client_id).finish_non_exhaustive()
    }
}

/// A token and its end.
#[derive(Clone)]
pub struct Token {
    text: Zeroizing<String>,
    gut_bis: Zeitpunkt,
}

impl std::fmt::Debug for Token {
    /// Shows only its end.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Token").field("gut_bis", &self.gut_bis).finish_non_exhaustive()
    }
}

impl Token {
    /// Tells whether a request may still be sent with it.
    ///
    /// A clock that jumped back makes no token younger than it was when it came.
    pub fn gut(&self, jetzt: Zeitpunkt) -> bool {
        let rest = self.gut_bis.duration_since(jetzt).as_secs();
        (RESERVE_S..=LEBEN_S_MAX).contains(&rest)
    }

    pub(crate) fn bearer(&self) -> String {
        format!("Bearer {}", self.text.as_str())
    }
}

#[derive(Deserialize)]
struct Answer {
    access_token: String,
    #[serde(default)]
    token_type: Option<String>,
    #[serde(default)]
    expires_in: Option<i64>,
}

/// Gets a token (RFC 6749, 4.4): the secret goes in the form, not in a header, which the service
/// refuses.
pub fn anmelden(
    line: &dyn Line,
    url: &str,
    anmeldung: &Anmeldung,
    jetzt: Zeitpunkt,
) -> Result<Token, PortalError> {
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.append_pair("grant_type", "client_credentials");
    form.append_pair("client_id", &anmeldung.client_id);
    form.append_pair("client_secret", &anmeldung.client_secret);
    if let Some(scope) = &anmeldung.scope {
        form.append_pair("scope", scope);
    }
    let request = Request::new(Method::Post, url.to_owned(), ANSWER_BYTES_MAX)
        .header("accept", "application/json")
        .body("application/x-www-form-urlencoded", form.finish().into_bytes());
    let answer = line.send(&request);
    let mut request = request;
    request.body.zeroize();
    let answer = good(answer?, ANSWER_BYTES_MAX).map_err(|error| match error {
        PortalError::Refused { status: 400, .. } => PortalError::Credentials { status: 400 },
        PortalError::Forbidden => PortalError::Credentials { status: 403 },
        other => other,
    })?;
    let answer: Answer =
        serde_json::from_slice(&answer.body).map_err(|_| PortalError::Protocol("token"))?;
    let text = Zeroizing::new(answer.access_token);
    let bearer = answer.token_type.is_none_or(|kind| kind.eq_ignore_ascii_case("bearer"));
    // What goes into a header must not be able to begin another one.
    if !bearer || text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(PortalError::Protocol("token"));
    }
    let life = answer.expires_in.unwrap_or(LEBEN_S_SONST).clamp(0, LEBEN_S_MAX);
    let gut_bis = jetzt + jiff::SignedDuration::from_secs(life);
    Ok(Token { text, gut_bis })
}
