//! A scanner for tests that speaks eSCL, written from the published specification (Mopria
//! Alliance, eSCL 2.x), with faults that a test switches on.
//!
//! Never used by the product, and never written after it: what it accepts and answers stands in
//! the specification, and Debian's sane-airscan, a foreign client, is its judge.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::Duration;

/// What goes wrong.
#[derive(Debug, Clone, Default)]
pub struct Faults {
    /// Gives the first page this often before the others.
    pub repeats: u32,
    /// Gives this page (from 1) twice.
    pub twice: Option<usize>,
    /// Ends the job after so many pages, without saying why.
    pub aborts_after: Option<usize>,
    /// Jams after so many pages.
    pub jams_after: Option<usize>,
    /// Closes the line in the middle of this page (from 1).
    pub breaks_in: Option<usize>,
    /// Falls silent in the middle of this page (from 1).
    pub silent_in: Option<usize>,
    /// Is busy for so many questions.
    pub busy: u32,
    /// Names another host in the address of a job.
    pub foreign_host: bool,
    /// Answers pages with something else.
    pub nonsense: bool,
    /// Says that it gave so many more pages than it did.
    pub claims_more: u32,
}

#[derive(Default)]
struct State {
    feeder: VecDeque<Vec<u8>>,
    glass: Vec<u8>,
    faults: Faults,
    job: Option<Running>,
    last: Option<(u32, &'static str, usize)>,
    jobs: u32,
    jammed: bool,
    asked: Vec<String>,
    wishes: Vec<String>,
    given: usize,
    one_sided: bool,
}

struct Running {
    number: u32,
    pages: VecDeque<Vec<u8>>,
    given: usize,
    from_feeder: bool,
}

struct Shared {
    state: Mutex<State>,
    // Told when a request came, and when the server ends.
    heard: Condvar,
    over: Mutex<bool>,
    ends: Condvar,
}

/// A running device.
pub struct EsclServer {
    address: SocketAddr,
    shared: Arc<Shared>,
}

impl EsclServer {
    /// Starts it on a free port of this machine.
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Shared {
            state: Mutex::default(),
            heard: Condvar::new(),
            over: Mutex::new(false),
            ends: Condvar::new(),
        });
        let serving = Arc::clone(&shared);
        thread::spawn(move || {
            for stream in listener.incoming() {
                if *serving.over.lock().unwrap() {
                    return;
                }
                let shared = Arc::clone(&serving);
                thread::spawn(move || drop(stream.map(|stream| shared.serve(&stream))));
            }
        });
        Self { address, shared }
    }

    /// Returns its root, as a person types it.
    pub fn root(&self) -> String {
        format!("http://{}/eSCL", self.address)
    }

    /// Returns its port.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// Lays paper into the feeder.
    pub fn load(&self, pages: &[Vec<u8>]) {
        let mut state = self.shared.state.lock().unwrap();
        state.feeder = pages.iter().cloned().collect();
        state.jammed = false;
    }

    /// Lays paper onto the glass.
    pub fn lay(&self, page: &[u8]) {
        self.shared.state.lock().unwrap().glass = page.to_vec();
    }

    /// Has things go wrong from now on.
    pub fn faults(&self, faults: Faults) {
        self.shared.state.lock().unwrap().faults = faults;
    }

    /// From now on its feeder sees one side only.
    pub fn one_sided(&self) {
        self.shared.state.lock().unwrap().one_sided = true;
    }

    /// Returns the requests so far, `METHOD path`.
    pub fn asked(&self) -> Vec<String> {
        self.shared.state.lock().unwrap().asked.clone()
    }

    /// Returns the settings of the jobs so far.
    pub fn wishes(&self) -> Vec<String> {
        self.shared.state.lock().unwrap().wishes.clone()
    }

    /// Returns how many pages it has begun to give.
    pub fn given(&self) -> usize {
        self.shared.state.lock().unwrap().given
    }

    /// Waits until that many pages were begun.
    pub fn wait_given(&self, pages: usize) {
        let mut state = self.shared.state.lock().unwrap();
        while state.given < pages {
            let (next, waited) =
                self.shared.heard.wait_timeout(state, Duration::from_secs(20)).unwrap();
            assert!(!waited.timed_out(), "page {pages} was never asked for");
            state = next;
        }
    }
}

impl Drop for EsclServer {
    fn drop(&mut self) {
        *self.shared.over.lock().unwrap() = true;
        self.shared.ends.notify_all();
        drop(TcpStream::connect(self.address));
    }
}

impl Shared {
    fn serve(&self, stream: &TcpStream) -> Option<()> {
        let mut reader = BufReader::new(stream);
        let mut first = String::new();
        reader.read_line(&mut first).ok()?;
        let mut words = first.split_whitespace();
        let (method, path) = (words.next()?.to_owned(), words.next()?.to_owned());
        let mut length = 0;
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).ok()?;
            let line = line.trim().to_ascii_lowercase();
            if line.is_empty() {
                break;
            }
            if let Some(value) = line.strip_prefix("content-length:") {
                length = value.trim().parse().ok()?;
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body).ok()?;
        self.state.lock().unwrap().asked.push(format!("{method} {path}"));
        self.answer(&method, &path, &String::from_utf8_lossy(&body), stream);
        self.heard.notify_all();
        Some(())
    }

    fn answer(&self, method: &str, path: &str, body: &str, out: &TcpStream) {
        let below = path.strip_prefix("/eSCL/").unwrap_or_default();
        match (method, below) {
            ("GET", "ScannerCapabilities") => {
                let said = self.state.lock().unwrap().capabilities();
                send(out, 200, "", "text/xml", said.as_bytes());
            }
            ("GET", "ScannerStatus") => {
                let status = self.state.lock().unwrap().status();
                send(out, 200, "", "text/xml", status.as_bytes());
            }
            ("POST", "ScanJobs") => {
                let (code, headers) = self.state.lock().unwrap().begin(body);
                send(out, code, &headers, "text/xml", b"");
            }
            ("GET", job) if job.ends_with("/NextDocument") => self.next_document(job, out),
            ("DELETE", job) => {
                let known = self.state.lock().unwrap().delete(job);
                send(out, if known { 200 } else { 404 }, "", "text/xml", b"");
            }
            _ => send(out, 404, "", "text/plain", b"?"),
        }
    }

    fn next_document(&self, path: &str, out: &TcpStream) {
        let mut state = self.state.lock().unwrap();
        let Ok((page, number)) = state.next(path) else {
            drop(state);
            return send(out, 404, "", "text/xml", b"");
        };
        let faults = state.faults.clone();
        drop(state);
        self.heard.notify_all();
        if faults.nonsense {
            return send(out, 200, "", "text/html", b"<html>Bitte anmelden</html>");
        }
        let mut out = out;
        let head = "HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nTransfer-Encoding: chunked\r\n\
                    Connection: close\r\n\r\n";
        drop(out.write_all(head.as_bytes()));
        let chunks: Vec<&[u8]> = page.chunks(10_000).collect();
        for (index, chunk) in chunks.iter().enumerate() {
            if index == chunks.len() / 2 {
                if faults.breaks_in == Some(number) {
                    drop(out.shutdown(std::net::Shutdown::Both));
                    return;
                }
                if faults.silent_in == Some(number) {
                    let over = self.over.lock().unwrap();
                    drop(self.ends.wait_while(over, |over| !*over).unwrap());
                    return;
                }
            }
            drop(out.write_all(format!("{:x}\r\n", chunk.len()).as_bytes()));
            drop(out.write_all(chunk));
            drop(out.write_all(b"\r\n"));
        }
        drop(out.write_all(b"0\r\n\r\n"));
    }
}

impl State {
    fn begin(&mut self, wish: &str) -> (u16, String) {
        if self.faults.busy > 0 {
            self.faults.busy -= 1;
            return (503, "Retry-After: 1\r\n".to_owned());
        }
        if self.job.is_some() {
            return (503, String::new());
        }
        if !wish.contains("ScanSettings") || !wish.contains("InputSource>") {
            return (400, String::new());
        }
        self.wishes.push(wish.to_owned());
        let from_feeder = wish.contains("InputSource>Feeder<");
        if from_feeder && self.feeder.is_empty() {
            return (409, String::new());
        }
        let mut pages: VecDeque<Vec<u8>> = if from_feeder {
            std::mem::take(&mut self.feeder)
        } else {
            VecDeque::from([self.glass.clone()])
        };
        if let Some(page) =
            self.faults.twice.and_then(|n| pages.get(n - 1).cloned().map(|p| (n, p)))
        {
            pages.insert(page.0, page.1);
        }
        if let Some(first) = pages.front().cloned() {
            (0..self.faults.repeats).for_each(|_| pages.push_front(first.clone()));
        }
        self.jobs += 1;
        self.job = Some(Running { number: self.jobs, pages, given: 0, from_feeder });
        let host = if self.faults.foreign_host { "http://drucker.invalid" } else { "" };
        (201, format!("Location: {host}/eSCL/ScanJobs/{}\r\n", self.jobs))
    }

    fn next(&mut self, path: &str) -> Result<(Vec<u8>, usize), ()> {
        let number: u32 = path.split('/').nth(1).and_then(|n| n.parse().ok()).ok_or(())?;
        let job = self.job.as_mut().filter(|job| job.number == number).ok_or(())?;
        let at_limit = |limit: Option<usize>| limit == Some(job.given);
        let (aborted, jammed) =
            (at_limit(self.faults.aborts_after), at_limit(self.faults.jams_after));
        if aborted || jammed {
            self.jammed = jammed;
            self.end("Aborted");
            return Err(());
        }
        match job.pages.pop_front() {
            Some(page) => {
                job.given += 1;
                self.given += 1;
                Ok((page, job.given))
            }
            None => {
                self.end("Completed");
                Err(())
            }
        }
    }

    fn end(&mut self, how: &'static str) {
        if let Some(job) = self.job.take() {
            if job.from_feeder {
                self.feeder = job.pages;
            }
            self.last = Some((job.number, how, job.given));
        }
    }

    fn delete(&mut self, path: &str) -> bool {
        let number = path.split('/').nth(1).and_then(|n| n.parse().ok());
        let running = self.job.as_ref().map(|job| job.number);
        if number.is_some() && running == number {
            self.end("Canceled");
            return true;
        }
        number.is_some_and(|number: u32| number <= self.jobs)
    }

    fn capabilities(&self) -> String {
        let duplex = [DUPLEX, "<scan:AdfOption>Duplex</scan:AdfOption>"];
        let left_out = if self.one_sided { duplex.as_slice() } else { &[] };
        left_out.iter().fold(CAPABILITIES.to_owned(), |said, part| said.replace(part, ""))
    }

    fn status(&self) -> String {
        let state = if self.job.is_some() { "Processing" } else { "Idle" };
        let adf = match (self.jammed, self.feeder.is_empty(), &self.job) {
            (true, _, _) => "ScannerAdfJam",
            (_, _, Some(job)) if job.from_feeder => "ScannerAdfProcessing",
            (_, true, _) => "ScannerAdfEmpty",
            _ => "ScannerAdfLoaded",
        };
        let info = |number: u32, how: &str, given: usize| {
            let given = given + usize::try_from(self.faults.claims_more).unwrap();
            format!(
                "<scan:JobInfo><pwg:JobUri>/eSCL/ScanJobs/{number}</pwg:JobUri>\
                 <pwg:JobUuid>{number}</pwg:JobUuid><scan:Age>1</scan:Age>\
                 <pwg:ImagesCompleted>{given}</pwg:ImagesCompleted>\
                 <pwg:JobState>{how}</pwg:JobState><pwg:JobStateReasons>\
                 <pwg:JobStateReason>None</pwg:JobStateReason></pwg:JobStateReasons></scan:JobInfo>"
            )
        };
        let running = self.job.as_ref().map(|job| info(job.number, "Processing", job.given));
        let last = self.last.map(|(number, how, given)| info(number, how, given));
        let jobs = running.unwrap_or_default() + &last.unwrap_or_default();
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<scan:ScannerStatus {NAMESPACES}>\
             <pwg:Version>2.0</pwg:Version><pwg:State>{state}</pwg:State>\
             <scan:AdfState>{adf}</scan:AdfState><scan:Jobs>{jobs}</scan:Jobs></scan:ScannerStatus>"
        )
    }
}

fn send(out: &TcpStream, code: u16, headers: &str, mime: &str, body: &[u8]) {
    let mut out = out;
    let reason = match code {
        200 => "OK",
        201 => "Created",
        404 => "Not Found",
        409 => "Conflict",
        503 => "Service Unavailable",
        _ => "Bad Request",
    };
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {code} {reason}\r\n{headers}Content-Type: {mime}\r\nContent-Length: {length}\r\n\
         Connection: close\r\n\r\n"
    );
    drop(out.write_all(head.as_bytes()));
    drop(out.write_all(body));
}

const NAMESPACES: &str = "xmlns:scan=\"http://schemas.hp.com/imaging/escl/2011/05/03\" \
                          xmlns:pwg=\"http://www.pwg.org/schemas/2010/12/sm\"";

macro_rules! input_caps {
    ($name:literal) => {
        concat!(
            "<scan:",
            $name,
            "><scan:MinWidth>16</scan:MinWidth>\
             <scan:MaxWidth>2550</scan:MaxWidth><scan:MinHeight>16</scan:MinHeight>\
             <scan:MaxHeight>4200</scan:MaxHeight><scan:MaxScanRegions>1</scan:MaxScanRegions>\
             <scan:SettingProfiles><scan:SettingProfile><scan:ColorModes>\
             <scan:ColorMode>Grayscale8</scan:ColorMode><scan:ColorMode>RGB24</scan:ColorMode>\
             </scan:ColorModes><scan:DocumentFormats>\
             <pwg:DocumentFormat>image/jpeg</pwg:DocumentFormat>\
             <scan:DocumentFormatExt>image/jpeg</scan:DocumentFormatExt></scan:DocumentFormats>\
             <scan:SupportedResolutions><scan:DiscreteResolutions>\
             <scan:DiscreteResolution><scan:XResolution>100</scan:XResolution>\
             <scan:YResolution>100</scan:YResolution></scan:DiscreteResolution>\
             <scan:DiscreteResolution><scan:XResolution>300</scan:XResolution>\
             <scan:YResolution>300</scan:YResolution></scan:DiscreteResolution>\
             </scan:DiscreteResolutions></scan:SupportedResolutions>\
             </scan:SettingProfile></scan:SettingProfiles>\
             <scan:SupportedIntents><scan:Intent>Document</scan:Intent></scan:SupportedIntents>\
             </scan:",
            $name,
            ">"
        )
    };
}

const DUPLEX: &str = input_caps!("AdfDuplexInputCaps");

/// What it says that it can.
pub const CAPABILITIES: &str = concat!(
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<scan:ScannerCapabilities \
     xmlns:scan=\"http://schemas.hp.com/imaging/escl/2011/05/03\" \
     xmlns:pwg=\"http://www.pwg.org/schemas/2010/12/sm\"><pwg:Version>2.63</pwg:Version>\
     <pwg:MakeAndModel>Werkstatt Papierwolf 12</pwg:MakeAndModel>\
     <scan:Manufacturer>Werkstatt</scan:Manufacturer>\
     <pwg:SerialNumber>PW-0007</pwg:SerialNumber>\
     <scan:UUID>00000000-0000-4000-8000-000000000007</scan:UUID><scan:Platen>",
    input_caps!("PlatenInputCaps"),
    "</scan:Platen><scan:Adf>",
    input_caps!("AdfSimplexInputCaps"),
    input_caps!("AdfDuplexInputCaps"),
    "<scan:FeederCapacity>50</scan:FeederCapacity><scan:AdfOptions>\
     <scan:AdfOption>DetectPaperLoaded</scan:AdfOption><scan:AdfOption>Duplex</scan:AdfOption>\
     </scan:AdfOptions></scan:Adf></scan:ScannerCapabilities>"
);
