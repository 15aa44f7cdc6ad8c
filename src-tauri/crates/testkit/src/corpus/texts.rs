//! Texts in the alphabets of four decades, web pages, tables, programs, noise, and nothing.
//!
//! Never long: what is long is among the huge ones.

use anyhow::Result;

use super::raw::pages;
use super::{Shelf, sample};
use crate::bad;

const BRIEF: &str =
    "Sehr geehrte Damen und Herren,\n\ndie Gebühr für die Straße beträgt 12,50 €.\n";

pub(super) fn put(shelf: &mut Shelf<'_>, seed: u64) -> Result<()> {
    let latin: Vec<u8> =
        BRIEF.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(0x80)).collect();
    let utf16 = |order: fn(u16) -> [u8; 2]| -> Vec<u8> {
        std::iter::once(0xfeff).chain(BRIEF.encode_utf16()).flat_map(order).collect()
    };
    let file = |name: &str, bytes| sample("text", format!("text/{name}"), bytes);
    let html = "<!DOCTYPE html><html><head><title>Satzung</title><script>while(1);</script></head>\
                <body><h1>Satzung über Gebühren</h1></body></html>";
    let deep_html = "<div>".repeat(100_000);
    let csv = "Name;Betrag\nFennwald;12,50\n=1+1;9\n".repeat(2000);
    shelf.put_all([
        file("brief-utf8.txt", BRIEF.as_bytes().to_vec()).text(true).look(false),
        file("brief-bom.txt", [b"\xef\xbb\xbf", BRIEF.as_bytes()].concat()).text(true).look(false),
        file("brief-latin1.txt", latin).text(true),
        file("brief-utf16-le.txt", utf16(u16::to_le_bytes)).text(true),
        file("brief-utf16-be.txt", utf16(u16::to_be_bytes)).text(true),
        file("eine-zeile.txt", b"Gebuehr ".repeat(400_000)).text(true),
        file("steuerzeichen.txt", (0..=255).collect()),
        file("seite.html", html.as_bytes().to_vec()),
        file("tiefe-seite.html", deep_html.into_bytes()),
        file("liste.csv", csv.into_bytes()).text(true),
        file("xml.xml", b"<?xml version=\"1.0\"?><a>Guten Tag</a>".to_vec()),
        file("daten.json", b"{\"betrag\": 12.5}".to_vec()),
        file("leer.txt", bad::empty()),
        file("leer.pdf", bad::empty()),
        file("ein-byte.txt", vec![b'a']),
        file("ein-byte.pdf", vec![b'%']),
        file("rauschen.bin", bad::garbage(seed)),
        file("programm.exe", b"MZ\x90\0\x03\0\0\0".repeat(64)),
        file("skript.sh", b"#!/bin/sh\nexit 1\n".to_vec()),
        file("heisst-jpg.jpg", pages(7)).pages(7),
        file("heisst-pdf.pdf", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec()).look(true),
        file("heisst-txt.txt", pages(8)).pages(8),
        file("heisst-docx.docx", b"Nur Text".to_vec()),
    ])
}
