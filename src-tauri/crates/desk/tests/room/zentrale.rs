//! The desk's services and a centre that fails, recovers, and has news.
//!
//! A stand-in over a real socket: what matters here is when the desk asks, not what it learns.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use desk::views::{AbgleichState, Code, EinrichtenArgs, Leer};
use desk::{Desk, DeskOptions, Services};
use intake::worker::Worker;
use store::{Env, KeySource};

use super::{DEADLINE, quick};

/// What the stand-in answers to a path: status, extra head lines, body. No answer hangs up.
type Answers = Box<dyn FnMut(&str) -> Option<(u16, &'static str, String)> + Send>;

/// A centre of one page.
struct Standin {
    address: String,
    /// Paths in the order in which they were asked for.
    asked: Receiver<String>,
    /// Streams of news that are open.
    news: Receiver<TcpStream>,
}

impl Standin {
    fn new(
        answers: impl FnMut(&str) -> Option<(u16, &'static str, String)> + Send + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let (tell, asked) = channel();
        let (open, news) = channel();
        let answers: Arc<Mutex<Answers>> = Arc::new(Mutex::new(Box::new(answers)));
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (answers, tell, open) = (Arc::clone(&answers), tell.clone(), open.clone());
                std::thread::spawn(move || serve(stream, &answers, &tell, &open));
            }
        });
        Self { address, asked, news }
    }

    /// Waits until a path is asked for.
    fn wait_for(&self, path: &str) {
        let start = Instant::now();
        while self.asked.recv_timeout(DEADLINE.saturating_sub(start.elapsed())).unwrap() != path {}
    }
}

fn serve(
    stream: TcpStream,
    answers: &Mutex<Answers>,
    tell: &Sender<String>,
    open: &Sender<TcpStream>,
) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut stream = stream;
    while let Some(path) = question(&mut reader) {
        let answer = answers.lock().unwrap()(&path);
        // A test that has ended no longer listens.
        let _ = tell.send(path.clone());
        let Some((status, head, body)) = answer else { return };
        if path == "/v1/events" && status == 200 {
            let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n";
            let _ = stream.write_all(head.as_bytes());
            let _ = open.send(stream);
            return;
        }
        let length = body.len();
        let text = format!("HTTP/1.1 {status} -\r\n{head}content-length: {length}\r\n\r\n{body}");
        if stream.write_all(text.as_bytes()).is_err() {
            return;
        }
    }
}

/// Reads one question and returns its path.
fn question(reader: &mut impl BufRead) -> Option<String> {
    let mut line = String::new();
    reader.read_line(&mut line).ok().filter(|bytes| *bytes > 0)?;
    let path = line.split(' ').nth(1)?.to_owned();
    let mut length = 0;
    loop {
        let mut head = String::new();
        reader.read_line(&mut head).ok()?;
        if head.trim().is_empty() {
            break;
        }
        if let Some(text) = head.to_ascii_lowercase().strip_prefix("content-length:") {
            length = text.trim().parse().ok()?;
        }
    }
    reader.take(length).read_to_end(&mut Vec::new()).ok()?;
    Some(path)
}

const LEDGER: &str = "019a42c1-5d10-7a31-9c55-0c4f5a6b7c8d";

fn head() -> String {
    let zeros = "0".repeat(64);
    let digest = wire::StateDigest::default().hex();
    format!(
        r#"{{"scope":"registratur","seq":0,"chain":"{zeros}","digest":"{digest}","records":0}}"#
    )
}

/// What a centre without any records answers.
fn empty_centre(path: &str) -> Option<(u16, &'static str, String)> {
    let body = match path {
        "/v1/enrol" => {
            r#"{"token":"t","mandant":"M","uebung":false,"scopes":["registratur"]}"#.to_owned()
        }
        "/v1/hello" => format!(
            r#"{{"time":"2026-11-02T07:00:00Z","mandant":"M","ledger":"{LEDGER}","heads":[{}],
                "expect":1,"safe_n":0}}"#,
            head()
        ),
        "/v1/pull" => format!(r#"{{"scopes":[{{"changes":[],"head":{}}}]}}"#, head()),
        _ => return Some((404, "", String::new())),
    };
    Some((200, "content-type: application/json\r\n", body))
}

fn open_desk(folder: &std::path::Path) -> (Arc<Desk>, Receiver<()>) {
    let desk = Desk::open(DeskOptions {
        folder: folder.to_owned(),
        key: KeySource::passphrase("test"),
        env: Env::system(),
        worker: Some(Worker::find().unwrap()),
    })
    .unwrap();
    let (tell, changed) = channel();
    let tell = Mutex::new(tell);
    desk.on_changed(move |_| {
        let _ = tell.lock().unwrap().send(());
    });
    (desk, changed)
}

fn einrichten(desk: &Desk, zentrale: &str) {
    desk.zentrale_einrichten(EinrichtenArgs {
        zentrale: zentrale.to_owned(),
        code: "CODE".to_owned(),
        benutzer: "Anna".to_owned(),
        arbeitsplatz: "K01".to_owned(),
    })
    .unwrap();
}

/// Waits until the reconciliation is in a state; returns how long it took.
fn wait_for_state(desk: &Desk, changed: &Receiver<()>, state: AbgleichState) -> Duration {
    let start = Instant::now();
    loop {
        let view = desk.abgleich(Leer {}).unwrap();
        if view.zustand == state {
            return start.elapsed();
        }
        assert!(start.elapsed() < DEADLINE, "never {state:?}: {:?}, {}", view.zustand, view.satz);
        let _ = changed.recv_timeout(Duration::from_millis(200));
    }
}

#[test]
fn scenario_20_one_failure_is_shown_retried_without_any_work_here_and_cleared() {
    let mut failures = 2;
    let standin = Standin::new(move |path| {
        if path == "/v1/hello" && failures > 0 {
            failures -= 1;
            return Some((503, "retry-after: 1\r\n", String::new()));
        }
        empty_centre(path)
    });
    let folder = tempfile::tempdir().unwrap();
    let (desk, changed) = open_desk(folder.path());
    einrichten(&desk, &standin.address);
    let _services = Services::start(&desk, quick()).unwrap();
    wait_for_state(&desk, &changed, AbgleichState::Stoerung);
    assert!(desk.abgleich(Leer {}).unwrap().hemmnis.is_some(), "what is wrong is said");
    let took = wait_for_state(&desk, &changed, AbgleichState::Aktuell);
    assert!(took < Duration::from_secs(60), "{took:?}");
    let view = desk.abgleich(Leer {}).unwrap();
    assert_eq!((view.fehlversuche, view.hemmnis.is_none()), (0, true), "and cleared");
}

#[test]
fn news_of_others_start_a_round_at_once_and_old_news_do_not() {
    let standin = Standin::new(|path| {
        if path == "/v1/events" { Some((200, "", String::new())) } else { empty_centre(path) }
    });
    let folder = tempfile::tempdir().unwrap();
    let (desk, changed) = open_desk(folder.path());
    einrichten(&desk, &standin.address);
    let services = Services::start(&desk, quick()).unwrap();
    let mut news = standin.news.recv_timeout(DEADLINE).unwrap();
    wait_for_state(&desk, &changed, AbgleichState::Aktuell);
    while standin.asked.try_recv().is_ok() {}
    let old = "event: head\ndata: {\"scope\":\"registratur\",\"seq\":0}\n\n";
    let fresh = "event: head\ndata: {\"scope\":\"registratur\",\"seq\":1}\n\n";
    news.write_all(format!(": still here\n\n{old}").as_bytes()).unwrap();
    let start = Instant::now();
    news.write_all(fresh.as_bytes()).unwrap();
    standin.wait_for("/v1/hello");
    assert!(start.elapsed() < sync::backoff::QUIET / 2, "{:?}", start.elapsed());
    // A stream that breaks is opened again.
    drop(news);
    standin.news.recv_timeout(DEADLINE).unwrap();
    drop(services);
}

#[test]
fn original_that_is_not_here_is_asked_for_and_said_to_be_on_its_way() {
    let folder = tempfile::tempdir().unwrap();
    let (desk, _changed) = open_desk(folder.path());
    let args =
        desk::views::BytesArgs { sha256: "ab".repeat(32), fassung: desk::views::Fassung::Original };
    assert_eq!(desk.bytes(&args).unwrap_err().code, Code::NotFound, "nobody knows it");
    let too_little = desk::views::OriginaleArgs { hoechstens_gb: Some(0) };
    assert_eq!(desk.originale_einstellen(too_little).unwrap_err().code, Code::Invalid);
    let ten = desk::views::OriginaleArgs { hoechstens_gb: Some(10) };
    assert_eq!(desk.originale_einstellen(ten).unwrap().hoechstens_gb, Some(10));
    let all = desk::views::OriginaleArgs { hoechstens_gb: None };
    assert_eq!(desk.originale_einstellen(all).unwrap().hoechstens_gb, None);
}
