//! PDFs written byte by byte, so that each of their parts can be right, odd or wrong.
//!
//! Never compresses anything unless told, and never checks what it writes.

use std::fmt::Write as _;

/// Objects on their way into a file; the first has the number 1.
pub(super) struct Raw {
    pub(super) version: &'static str,
    pub(super) newline: &'static str,
    /// Further entries of the trailer.
    pub(super) trailer: String,
    pub(super) objects: Vec<Vec<u8>>,
}

impl Raw {
    pub(super) fn new() -> Self {
        Self { version: "1.7", newline: "\n", trailer: String::new(), objects: Vec::new() }
    }

    pub(super) fn add(&mut self, body: impl Into<Vec<u8>>) -> usize {
        self.objects.push(body.into());
        self.objects.len()
    }

    /// Keeps a number for an object that is set later.
    pub(super) fn reserve(&mut self) -> usize {
        self.add("null")
    }

    pub(super) fn set(&mut self, number: usize, body: impl Into<Vec<u8>>) {
        if let Some(object) = self.objects.get_mut(number - 1) {
            *object = body.into();
        }
    }

    pub(super) fn stream(&mut self, entries: &str, data: &[u8]) -> usize {
        self.add(stream(entries, data))
    }

    /// Adds a catalog over pages with these contents; `page` and `catalog` are further entries.
    pub(super) fn book(&mut self, contents: &[Vec<u8>], page: &str, catalog: &str) -> usize {
        let (tree, font) = (self.reserve(), self.add(HELVETICA));
        let mut kids = String::new();
        for content in contents {
            let content = self.stream("", content);
            let media = if page.contains("/MediaBox") { "" } else { "/MediaBox [0 0 595 842]" };
            let resources = if page.contains("/Resources") {
                String::new()
            } else {
                format!("/Resources << /Font << /F1 {font} 0 R >> >>")
            };
            let kid = self.add(format!(
                "<< /Type /Page /Parent {tree} 0 R /Contents {content} 0 R {media} {resources} \
                 {page} >>"
            ));
            // Writing to a string cannot fail.
            let _ = write!(kids, "{kid} 0 R ");
        }
        let count = contents.len();
        self.set(tree, format!("<< /Type /Pages /Kids [{kids}] /Count {count} >>"));
        self.add(format!("<< /Type /Catalog /Pages {tree} 0 R {catalog} >>"))
    }

    /// Writes the file with a plain table.
    pub(super) fn finish(&self, root: usize) -> Vec<u8> {
        let nl = self.newline;
        let mut out = format!("%PDF-{}{nl}%\u{e4}\u{f6}{nl}", self.version).into_bytes();
        let mut offsets = Vec::new();
        for (index, body) in self.objects.iter().enumerate() {
            offsets.push(out.len());
            out.extend(format!("{} 0 obj{nl}", index + 1).bytes());
            out.extend(body);
            out.extend(format!("{nl}endobj{nl}").bytes());
        }
        let table = out.len();
        let size = self.objects.len() + 1;
        out.extend(format!("xref{nl}0 {size}{nl}0000000000 65535 f{}", pad(nl)).bytes());
        for offset in offsets {
            out.extend(format!("{offset:010} 00000 n{}", pad(nl)).bytes());
        }
        let trailer = &self.trailer;
        let end = format!(
            "trailer{nl}<< /Size {size} /Root {root} 0 R {trailer} >>{nl}startxref{nl}{table}{nl}\
             %%EOF{nl}"
        );
        out.extend(end.bytes());
        out
    }
}

/// Lines of the table are twenty bytes, whatever ends them.
fn pad(newline: &str) -> String {
    if newline.len() == 2 { newline.to_owned() } else { format!(" {newline}") }
}

const HELVETICA: &str =
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>";

/// A stream with its true length.
pub(super) fn stream(entries: &str, data: &[u8]) -> Vec<u8> {
    let mut body = format!("<< /Length {} {entries} >>\nstream\n", data.len()).into_bytes();
    body.extend(data);
    body.extend(b"\nendstream");
    body
}

/// Page content that shows lines of text.
pub(super) fn lines(lines: &[&str]) -> Vec<u8> {
    let mut content = b"BT /F1 12 Tf 15 TL 70 760 Td\n".to_vec();
    for line in lines {
        content.push(b'(');
        for character in line.chars() {
            if matches!(character, '(' | ')' | '\\') {
                content.push(b'\\');
            }
            // WinAnsi is Latin-1 for everything these texts use.
            content.push(u8::try_from(u32::from(character)).unwrap_or(b'?'));
        }
        content.extend(b") Tj T*\n");
    }
    content.extend(b"ET");
    content
}

/// Page content with a few lines of a letter, different for every number.
pub(super) fn letter_page(number: usize) -> Vec<u8> {
    let subject = format!("Betreff: Antrag auf Sondernutzung Nr. {number}");
    lines(&[
        "An die Gemeinde Lindenhain",
        &subject,
        "Sehr geehrte Damen und Herren,",
        "hiermit beantrage ich die Nutzung der Straße für einen Container.",
        "Mit freundlichen Grüßen",
    ])
}

/// A file with so many pages of text.
pub(super) fn pages(count: usize) -> Vec<u8> {
    let contents: Vec<Vec<u8>> = (1..=count).map(letter_page).collect();
    let mut raw = Raw::new();
    let root = raw.book(&contents, "", "");
    raw.finish(root)
}
