//! E-mails as files: plain, with attachments, nested, sealed, broken, and Outlook's own format.
//!
//! Never an address that exists: all end in `.invalid`.

use std::io::{Cursor, Write};
use std::time::SystemTime;

use anyhow::{Context, Result};

use super::raw::pages;
use super::{Sample, Shelf, invoices, sample};

pub(super) fn put(shelf: &mut Shelf<'_>, seed: u64) -> Result<()> {
    shelf.put_all(plain())?;
    shelf.put_all(attached(seed))?;
    shelf.put_all(broken())?;
    shelf.put_all(outlook()?)
}

const HEAD: &str = "From: Erika Fennwald <erika@fennwald.invalid>\r\n\
    To: Poststelle <post@lindenhain.invalid>\r\n\
    Date: Mon, 2 Mar 2026 10:15:00 +0100\r\nMessage-ID: <1@fennwald.invalid>\r\nMIME-Version: 1.0\r\n";

fn mail(name: &str, bytes: Vec<u8>) -> Sample {
    sample("mail", format!("mail/{name}.eml"), bytes)
}

fn plain() -> Vec<Sample> {
    let with = |head: &str, body: &[u8]| [HEAD.as_bytes(), head.as_bytes(), b"\r\n", body].concat();
    let utf8 = "Subject: =?UTF-8?Q?Geb=C3=BChrenbescheid?=\r\n\
                Content-Type: text/plain; charset=utf-8\r\n";
    let quoted = "Subject: Anfrage\r\nContent-Type: text/plain; charset=iso-8859-15\r\n\
                  Content-Transfer-Encoding: quoted-printable\r\n";
    let html = "Subject: Newsletter\r\nContent-Type: text/html; charset=utf-8\r\n";
    let latin: Vec<u8> = "Grüße aus der Straße"
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?'))
        .collect();
    vec![
        mail("schlicht", with(utf8, "Guten Tag, anbei nichts. Grüße".as_bytes())),
        mail("quoted-printable", with(quoted, b"Gr=FC=DFe, 5=A4=\r\n und mehr")),
        mail(
            "html",
            with(html, b"<html><body><p>Hallo</p><script>alert(1)</script></body></html>"),
        ),
        mail("latin-ohne-angabe", with("Subject: Gruss\r\n", &latin)),
        mail(
            "zeichensatz-unbekannt",
            with("Subject: x\r\nContent-Type: text/plain; charset=x-lindenhain\r\n", &latin),
        ),
        mail(
            "utf-7",
            with("Subject: x\r\nContent-Type: text/plain; charset=utf-7\r\n", b"Gr+APw-n"),
        ),
        mail("ohne-rumpf", with("Subject: leer\r\n", b"")),
        mail(
            "zeilenenden-lf",
            String::from_utf8_lossy(&with(utf8, b"Text")).replace('\r', "").into(),
        ),
        mail("koepfe-viele", with(&"X-Lang: a\r\n".repeat(50_000), b"Text")),
        mail("kopf-lang", with(&format!("Subject: {}\r\n", "ä".repeat(500_000)), b"Text")),
    ]
}

/// A part of a mail with an attachment.
fn part(kind: &str, name: &str, bytes: &[u8]) -> String {
    format!(
        "--b\r\nContent-Type: {kind}\r\nContent-Transfer-Encoding: base64\r\n\
         Content-Disposition: attachment; filename=\"{name}\"\r\n\r\n{}\r\n",
        base64(bytes)
    )
}

fn multipart(parts: &str) -> Vec<u8> {
    format!(
        "{HEAD}Subject: Unterlagen\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n\
         --b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nAnbei die Unterlagen.\r\n\
         {parts}--b--\r\n"
    )
    .into_bytes()
}

/// A mail with two attachments, also for the packs.
pub(super) fn with_two(seed: u64) -> Vec<u8> {
    let letter = crate::letters::generate(seed, 1).next().map(|(_, pdf)| pdf).unwrap_or_default();
    let parts = part("application/pdf", "Antrag.pdf", &letter)
        + &part("text/xml", "rechnung.xml", invoices::ubl().as_bytes());
    multipart(&parts)
}

fn attached(seed: u64) -> Vec<Sample> {
    let two = with_two(seed);
    let inner = String::from_utf8_lossy(&two).into_owned();
    let forwarded = multipart(&format!(
        "--b\r\nContent-Type: message/rfc822\r\n\r\n{}\r\n",
        inner.replace("b\r\n", "c\r\n").replace("=b", "=c").replace("--b", "--c")
    ));
    let many: String = (0..500).map(|n| part("text/plain", &format!("a{n}.txt"), b"x")).collect();
    let winmail = part("application/ms-tnef", "winmail.dat", &[0x78, 0x9f, 0x3e, 0x22, 1, 0, 1, 6]);
    let program = part("application/pdf", "Rechnung.pdf.exe", b"MZ\x90\0");
    let named = "--b\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\
        Content-Disposition: attachment; filename*0*=UTF-8''Geb%C3%BChren; filename*1*=.pdf\r\n\r\n"
        .to_owned()
        + &base64(&pages(1))
        + "\r\n";
    vec![
        mail("zwei-anlagen", two),
        mail("weitergeleitet", forwarded),
        mail("fuenfhundert-anlagen", multipart(&many)),
        mail("tief-verschachtelt", nested(2000)),
        mail("winmail", multipart(&winmail)),
        mail("programm", multipart(&program)),
        mail("name-gestueckelt", multipart(&named)),
        mail("name-mit-pfad", multipart(&part("text/plain", "../../a.txt", b"x"))),
        mail("s-mime-signiert", smime("signed-data")),
        mail("s-mime-verschluesselt", smime("enveloped-data")),
        mail("pgp", multipart(&part("application/pgp-encrypted", "a.asc", b"Version: 1"))),
        mail(
            "grosse-anlage",
            multipart(&part("application/octet-stream", "a.bin", &vec![7; 6 << 20])),
        ),
    ]
}

/// Parts within parts.
fn nested(depth: usize) -> Vec<u8> {
    let mut text = HEAD.to_owned();
    for n in 0..depth {
        text += &format!("Content-Type: multipart/mixed; boundary=n{n}\r\n\r\n--n{n}\r\n");
    }
    (text + "\r\nText\r\n").into_bytes()
}

fn smime(kind: &str) -> Vec<u8> {
    format!(
        "{HEAD}Subject: Vertraulich\r\nContent-Type: application/pkcs7-mime; smime-type={kind}; \
         name=smime.p7m\r\nContent-Transfer-Encoding: base64\r\n\r\n{}\r\n",
        base64(&super::cms::detached(b"Guten Tag", "Erika Fennwald"))
    )
    .into_bytes()
}

fn broken() -> Vec<Sample> {
    let body = |text: &str| {
        multipart(&format!(
            "--b\r\nContent-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n{text}\r\n"
        ))
    };
    let whole = multipart(&part("application/pdf", "a.pdf", &pages(2)));
    let cut = whole.get(..whole.len() / 2).unwrap_or_default().to_vec();
    vec![
        mail("base64-kaputt", body("JVBE!!!!Ri0xLj%%%c===A=B")),
        mail("base64-luecken", body("J V B E\r\n\r\n\r\nR i 0 x")),
        mail("abgeschnitten", cut),
        mail(
            "grenze-fehlt",
            [HEAD.as_bytes(), b"Content-Type: multipart/mixed\r\n\r\nText"].concat(),
        ),
        mail(
            "grenze-leer",
            [HEAD.as_bytes(), b"Content-Type: multipart/mixed; boundary=\"\"\r\n\r\n--\r\n"]
                .concat(),
        ),
        mail("nur-kopf", b"Subject: nichts".to_vec()),
        mail("nullbytes", [HEAD.as_bytes(), b"\r\n", &[0; 4096]].concat()),
        sample(
            "mail",
            "mail/postfach.mbox",
            [b"From erika Mon Mar  2 10:15:00 2026\r\n", whole.as_slice()].concat(),
        ),
    ]
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len() * 4 / 3 + bytes.len() / 38);
    for (index, three) in bytes.chunks(3).enumerate() {
        let group = [0, 1, 2].map(|n| u32::from(three.get(n).copied().unwrap_or(0)));
        let value = group.iter().fold(0, |value, byte| (value << 8) | byte);
        for n in 0..4 {
            let letter = usize::try_from((value >> (18 - 6 * n)) & 63).unwrap_or(0);
            let letter = LETTERS.get(letter).copied().unwrap_or(b'A');
            out.push(if n <= three.len() { char::from(letter) } else { '=' });
        }
        if index % 19 == 18 {
            out.push_str("\r\n");
        }
    }
    out
}

/// Outlook's format: a container with one stream for each property.
fn outlook() -> Result<Vec<Sample>> {
    let message = |attachments: usize, subject: &str| -> Result<Vec<u8>> {
        let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).context("a container")?;
        let text = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        let mut streams = vec![
            ("/__properties_version1.0".to_owned(), vec![0; 32]),
            ("/__substg1.0_001A001F".to_owned(), text("IPM.Note")),
            ("/__substg1.0_0037001F".to_owned(), text(subject)),
            ("/__substg1.0_1000001F".to_owned(), text("Guten Tag,\r\nanbei die Unterlagen.")),
            ("/__substg1.0_0C1A001F".to_owned(), text("Erika Fennwald")),
            ("/__substg1.0_0C1F001F".to_owned(), text("erika@fennwald.invalid")),
        ];
        let mut folders = Vec::new();
        for number in 0..attachments {
            let folder = format!("/__attach_version1.0_#{number:08X}");
            streams.push((format!("{folder}/__properties_version1.0"), vec![0; 8]));
            streams.push((
                format!("{folder}/__substg1.0_3707001F"),
                text(&format!("Anlage {number}.pdf")),
            ));
            streams.push((format!("{folder}/__substg1.0_37010102"), pages(1)));
            folders.push(folder);
        }
        for folder in &folders {
            file.create_storage(folder)?;
            // Containers note the time of their making; ours always say the same.
            file.set_created_time(folder, SystemTime::UNIX_EPOCH)?;
            file.set_modified_time(folder, SystemTime::UNIX_EPOCH)?;
        }
        for (path, bytes) in streams {
            file.create_stream(path)?.write_all(&bytes)?;
        }
        file.set_modified_time("/", SystemTime::UNIX_EPOCH)?;
        file.flush()?;
        Ok(file.into_inner().into_inner())
    };
    let good = message(2, "Unterlagen zum Bauantrag")?;
    let cut = good.get(..good.len() / 2).unwrap_or_default().to_vec();
    let mut circle = good.clone();
    // The allocation table points back at itself.
    for place in circle.get_mut(512..1024).into_iter().flat_map(|table| table.chunks_mut(4)) {
        place.copy_from_slice(&[0; 4]);
    }
    let file = |name: &str, bytes| sample("mail", format!("mail/{name}.msg"), bytes);
    Ok(vec![
        file("outlook", good),
        file("outlook-ohne-anlagen", message(0, "Kurze Frage")?),
        file("outlook-viele", message(120, "Viele Anlagen")?),
        file("outlook-abgeschnitten", cut),
        file("outlook-im-kreis", circle),
    ])
}
