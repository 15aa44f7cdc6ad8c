//! A slow line: passes bytes on with a delay and a rate, and counts them.
//!
//! Not a simulator of packets: no loss, no congestion control. It shows round trips and volume;
//! a connection costs a round trip of its own, as a handshake does.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use anyhow::{Context, Result};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Mutex, mpsc};
use tokio::time::{Instant, sleep_until};

const CHUNK: usize = 16 * 1024;
/// Chunks on the way at most; more than a line of this speed and length ever holds.
const ON_THE_WAY: usize = 256;
const WRITE_COUNT: Duration = Duration::from_millis(10);

/// A line from one port to another.
#[derive(clap::Args)]
pub(crate) struct Line {
    #[arg(long)]
    listen: SocketAddr,
    #[arg(long)]
    target: SocketAddr,
    /// Round trip in milliseconds.
    #[arg(long, default_value_t = 0)]
    rtt_ms: u64,
    /// Kilobits a second in each direction; 0 for as fast as it goes.
    #[arg(long, default_value_t = 0)]
    kbit: u64,
    /// File that always holds the number of bytes passed on, both directions.
    #[arg(long)]
    count: PathBuf,
}

/// One direction, shared by all connections.
struct Lane {
    /// When the line is free again.
    free: Mutex<Instant>,
    bytes: AtomicU64,
    delay: Duration,
    /// Bytes a second.
    rate: Option<f64>,
}

impl Lane {
    fn new(line: &Line) -> Arc<Self> {
        Arc::new(Self {
            free: Mutex::new(Instant::now()),
            bytes: AtomicU64::new(0),
            delay: Duration::from_millis(line.rtt_ms) / 2,
            rate: (line.kbit > 0).then(|| line.kbit as f64 * 1000.0 / 8.0),
        })
    }

    /// Waits until these bytes have left, and returns when they arrive.
    async fn pass(&self, bytes: usize) -> Instant {
        self.bytes.fetch_add(bytes as u64, Ordering::Relaxed);
        let Some(rate) = self.rate else { return Instant::now() + self.delay };
        let left = {
            let mut free = self.free.lock().await;
            *free = (*free).max(Instant::now()) + Duration::from_secs_f64(bytes as f64 / rate);
            *free
        };
        sleep_until(left).await;
        left + self.delay
    }
}

/// Passes connections on until it is ended.
pub(crate) async fn run(line: Line) -> Result<()> {
    let listener = TcpListener::bind(line.listen).await.context("listen")?;
    let (up, down) = (Lane::new(&line), Lane::new(&line));
    tokio::spawn(counting(Arc::clone(&up), Arc::clone(&down), line.count.clone()));
    let handshake = Duration::from_millis(line.rtt_ms);
    loop {
        let (client, _) = listener.accept().await.context("accept")?;
        let (up, down, target) = (Arc::clone(&up), Arc::clone(&down), line.target);
        tokio::spawn(async move {
            let Ok(server) = TcpStream::connect(target).await else { return };
            tokio::time::sleep(handshake).await;
            if client.set_nodelay(true).is_err() || server.set_nodelay(true).is_err() {
                return;
            }
            let ((client_in, client_out), (server_in, server_out)) =
                (client.into_split(), server.into_split());
            tokio::join!(
                direction(client_in, server_out, up),
                direction(server_in, client_out, down)
            );
        });
    }
}

async fn direction(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, lane: Arc<Lane>) {
    let (sender, mut receiver) = mpsc::channel::<(Instant, Vec<u8>)>(ON_THE_WAY);
    let reading = tokio::spawn(async move {
        loop {
            let mut chunk = vec![0; CHUNK];
            let Ok(read @ 1..) = from.read(&mut chunk).await else { break };
            chunk.truncate(read);
            let arrives = lane.pass(read).await;
            if sender.send((arrives, chunk)).await.is_err() {
                break;
            }
        }
    });
    while let Some((arrives, chunk)) = receiver.recv().await {
        sleep_until(arrives).await;
        if to.write_all(&chunk).await.is_err() {
            break;
        }
    }
    drop(to.shutdown().await);
    reading.abort();
}

/// Writes the count down whenever it has moved.
async fn counting(up: Arc<Lane>, down: Arc<Lane>, file: PathBuf) {
    let mut known = u64::MAX;
    let mut tick = tokio::time::interval(WRITE_COUNT);
    loop {
        tick.tick().await;
        let now = up.bytes.load(Ordering::Relaxed) + down.bytes.load(Ordering::Relaxed);
        if now != known {
            let next = file.with_extension("neu");
            if std::fs::write(&next, now.to_string()).is_ok() {
                drop(std::fs::rename(&next, &file));
            }
            known = now;
        }
    }
}
