//! Facsimile coding (CCITT group 3 and 4), alone, in TIFF or in PDF.
//!
//! Never more rows than announced.

use hayro_ccitt::{DecodeSettings, Decoder, DecoderContext, EncodingMode};

use super::sink::Sink;
use crate::raster::idx;

/// How a stream is coded.
#[derive(Debug, Clone, Copy)]
pub(super) struct Coding {
    pub(super) mode: EncodingMode,
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) byte_aligned: bool,
    /// Whether the coded black is shown as white.
    pub(super) inverted: bool,
}

/// Decodes rows into a picture of bits; returns how many.
pub(super) fn decode(data: &[u8], coding: &Coding, sink: &mut Sink) -> u32 {
    let mut rows = Rows {
        sink,
        row: vec![0; idx(coding.width).div_ceil(8)],
        width: coding.width,
        inverted: coding.inverted,
        count: 0,
    };
    let settings = DecodeSettings {
        columns: coding.width,
        rows: coding.height,
        end_of_block: true,
        end_of_line: false,
        rows_are_byte_aligned: coding.byte_aligned,
        encoding: coding.mode,
        strict: false,
    };
    // An error leaves the rows before it.
    let _ = hayro_ccitt::decode(data, &mut rows, &mut DecoderContext::new(settings));
    rows.count
}

struct Rows<'a> {
    sink: &'a mut Sink,
    row: Vec<u8>,
    width: u32,
    inverted: bool,
    count: u32,
}

impl Decoder for Rows<'_> {
    fn push_row(&mut self, changes: &[u32]) {
        self.row.fill(0);
        for span in changes.chunks(2) {
            let from = span.first().copied().unwrap_or(self.width).min(self.width);
            let to = span.get(1).copied().unwrap_or(self.width).min(self.width);
            fill(&mut self.row, idx(from), idx(to));
        }
        if self.inverted {
            self.row.iter_mut().for_each(|byte| *byte = !*byte);
        }
        self.sink.push(&self.row);
        self.count += 1;
    }
}

/// Sets the bits from one place to before another.
fn fill(row: &mut [u8], from: usize, to: usize) {
    if from >= to {
        return;
    }
    let (first, last) = (from / 8, (to - 1) / 8);
    let head = 0xff_u8 >> (from % 8);
    let tail = 0xff_u8 << (7 - (to - 1) % 8);
    for (n, byte) in row.iter_mut().enumerate().take(last + 1).skip(first) {
        let mut mask = 0xff;
        if n == first {
            mask &= head;
        }
        if n == last {
            mask &= tail;
        }
        *byte |= mask;
    }
}
