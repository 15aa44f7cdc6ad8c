//! One question to a program on this machine.
//!
//! Never more than that: no TLS, no connection that stays open.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::time::Duration;

use anyhow::{Context, Result, ensure};

const PATIENCE: Duration = Duration::from_secs(600);

/// Asks, and returns the answer's text.
pub(in crate::bench) fn ask(
    port: u16,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
) -> Result<String> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    stream.set_read_timeout(Some(PATIENCE))?;
    let mut question =
        format!("{method} {path} HTTP/1.0\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\n");
    for (name, value) in headers {
        question += &format!("{name}: {value}\r\n");
    }
    stream.write_all((question + "\r\n").as_bytes())?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    let answer = String::from_utf8_lossy(&answer);
    let (head, body) = answer.split_once("\r\n\r\n").context("half an answer")?;
    let status = head.split(' ').nth(1).unwrap_or_default();
    ensure!(status.starts_with('2'), "{method} {path}: {status} {body}");
    Ok(body.to_owned())
}
