//! Messages as RFC 5322 and MIME have them, whole, sloppy, broken and hostile.
//!
//! Never leaves the process.

use std::ops::ControlFlow;

use envelope::{Adresse, Art, Limits, Rolle, open};

use crate::{Opened, opened, try_open};

/// A message as most of them are: letter in two forms, a picture in it, an enclosure.
pub(crate) const BRIEF: &str = "\
Received: from mail.example.org by mx.musterstadt.example; Mon, 2 Nov 2026 09:00:05 +0100\r\n\
Authentication-Results: mx.musterstadt.example; spf=pass (sender ok) smtp.mailfrom=example.org;\r\n\
\x20dkim=fail reason=\"bad; signature\" header.d=example.org; dmarc=none\r\n\
Authentication-Results: attacker.example; spf=pass; dmarc=pass\r\n\
From: =?utf-8?Q?B=C3=BCrgerb=C3=BCro?= <buero@example.org>\r\n\
To: Poststelle <post@musterstadt.example>, bauamt@musterstadt.example\r\n\
Cc: \"Amt, Neben\" <neben@musterstadt.example>\r\n\
Subject: =?iso-8859-1?Q?Geb=FChrenbescheid?= 2026\r\n\
Date: Mon, 2 Nov 2026 09:00:00 +0100\r\n\
Message-ID: <eins@example.org>\r\n\
In-Reply-To: <null@musterstadt.example>\r\n\
MIME-Version: 1.0\r\n\
Content-Type: multipart/mixed; boundary=\"aussen\"\r\n\
\r\n\
Vorspann\r\n\
--aussen\r\n\
Content-Type: multipart/related; boundary=innen\r\n\
\r\n\
--innen\r\n\
Content-Type: multipart/alternative; boundary=wahl\r\n\
\r\n\
--wahl\r\n\
Content-Type: text/plain; charset=iso-8859-1\r\n\
Content-Transfer-Encoding: quoted-printable\r\n\
\r\n\
Gr=FC=DFe aus =\r\n\
Musterstadt\r\n\
--wahl\r\n\
Content-Type: text/html; charset=utf-8\r\n\
\r\n\
<p>Gr&uuml;&szlig;e</p><img src=\"cid:logo\"><img src=\"https://example.org/zaehler.gif\">\r\n\
--wahl--\r\n\
--innen\r\n\
Content-Type: image/png; name=logo.png\r\n\
Content-ID: <logo>\r\n\
Content-Transfer-Encoding: base64\r\n\
\r\n\
iVBORw0KGgo=\r\n\
--innen--\r\n\
--aussen\r\n\
Content-Type: application/pdf\r\n\
Content-Disposition: attachment; filename*0*=utf-8''Geb%C3%BChren; filename*1=bescheid.pdf\r\n\
Content-Transfer-Encoding: base64\r\n\
\r\n\
JVBERi0xLjcK\r\n\
--aussen--\r\n";

fn mail(text: &str) -> Opened {
    opened(text.as_bytes(), Art::Email)
}

/// Returns a message with this enclosure between two whole ones.
fn between(header: &str, body: &str) -> Opened {
    mail(&format!(
        "From: a@example.org\nSubject: x\nContent-Type: multipart/mixed; boundary=b\n\n\
         --b\nContent-Disposition: attachment; filename=vorher.txt\n\nvorher\n\
         --b\n{header}\n\n{body}\n\
         --b\nContent-Disposition: attachment; filename=nachher.txt\n\nnachher\n--b--\n"
    ))
}

#[test]
fn the_outside_of_a_message_is_read() {
    let kopf = mail(BRIEF).inhalt.kopf.unwrap();
    let person = |name: &str, adresse: &str| Adresse {
        name: (!name.is_empty()).then(|| name.to_owned()),
        adresse: Some(adresse.to_owned()),
    };
    assert_eq!(kopf.von, Some(person("Bürgerbüro", "buero@example.org")));
    assert_eq!(kopf.an[0], person("Poststelle", "post@musterstadt.example"));
    assert_eq!(kopf.an[1], person("", "bauamt@musterstadt.example"));
    assert_eq!(kopf.kopie, [person("Amt, Neben", "neben@musterstadt.example")]);
    assert_eq!(kopf.betreff.as_deref(), Some("Gebührenbescheid 2026"));
    assert_eq!(kopf.gesendet_um.unwrap().to_string(), "2026-11-02T08:00:00Z");
    assert_eq!(kopf.empfangen_um.unwrap().to_string(), "2026-11-02T08:00:05Z");
    assert_eq!(kopf.nachrichten_id.as_deref(), Some("eins@example.org"));
    assert_eq!(kopf.antwort_auf.as_deref(), Some("null@musterstadt.example"));
    assert_eq!(kopf.smime, None);
}

#[test]
fn only_the_receiving_server_speaks_about_the_sender() {
    let kopf = mail(BRIEF).inhalt.kopf.unwrap();
    let said: Vec<_> =
        kopf.pruefergebnisse.iter().map(|p| (p.verfahren.as_str(), p.ergebnis.as_str())).collect();
    assert_eq!(said, [("spf", "pass"), ("dkim", "fail"), ("dmarc", "none")]);
    assert!(kopf.pruefergebnisse.iter().all(|p| p.server == "mx.musterstadt.example"));
}

#[test]
fn letter_picture_and_enclosure_come_out() {
    let opened = mail(BRIEF);
    assert_eq!(
        opened.names(),
        ["Nachricht.txt", "Nachricht.html", "logo.png", "Gebührenbescheid.pdf"]
    );
    assert_eq!(opened.part("logo.png").rolle, Rolle::Eingebettet);
    assert_eq!(opened.part("logo.png").bytes, b"\x89PNG\r\n\x1a\n");
    let pdf = opened.part("Gebührenbescheid.pdf");
    assert_eq!((pdf.rolle, pdf.mime.as_str()), (Rolle::Anlage, "application/pdf"));
    assert_eq!(pdf.bytes, b"%PDF-1.7\n");
    assert_eq!(opened.part("Nachricht.html").rolle, Rolle::Nachrichtentext);
    assert_eq!(opened.inhalt.text, "Grüße aus Musterstadt");
    assert!(opened.inhalt.vollstaendig);
}

#[test]
fn remote_pictures_are_counted_not_loaded() {
    assert_eq!(mail(BRIEF).inhalt.hinweise, ["Ein externes Bild wurde nicht geladen."]);
    let html = "From: a@example.org\nContent-Type: text/html\n\n<body background='http://x.example/'>\
                <img src=http://x.example/1>Hallo";
    let opened = mail(html);
    assert_eq!(opened.inhalt.hinweise, ["2 externe Bilder wurden nicht geladen."]);
    assert_eq!(opened.inhalt.text, "Hallo");
}

#[test]
fn a_letter_with_a_file_name_is_still_the_letter() {
    let opened = mail("From: a@example.org\nContent-Type: text/plain; name=brief.txt\n\nHallo\n");
    assert_eq!(opened.is_whole().inhalt.text, "Hallo");
}

#[test]
fn the_content_is_serialisable() {
    let inhalt = mail(BRIEF).inhalt;
    let json = serde_json::to_string(&inhalt).unwrap();
    assert!(json.contains("\"gesendet_um\":\"2026-11-02T08:00:00Z\""), "{json}");
    assert_eq!(serde_json::from_str::<envelope::Inhalt>(&json).unwrap(), inhalt);
}

#[test]
fn names_in_every_spelling_are_read_and_cleaned() {
    for (header, name) in [
        ("Content-Disposition: attachment; filename=\"=?utf-8?B?R3LDvMOfZS5wZGY=?=\"", "Grüße.pdf"),
        ("Content-Type: application/pdf; name=\"=?iso-8859-1?Q?Gr=FC=DFe=2Epdf?=\"", "Grüße.pdf"),
        ("Content-Disposition: attachment; filename*=iso-8859-1''Gr%FC%DFe.pdf", "Grüße.pdf"),
        ("Content-Disposition: attachment; filename=\"Grüße.pdf\"", "Grüße.pdf"),
        ("Content-Disposition: attachment; filename=\"../../etc/passwd\"", "passwd"),
        ("Content-Disposition: attachment; filename=\"C:\\\\Temp\\\\a.pdf\"", "a.pdf"),
        (
            "Content-Disposition: attachment; filename=\"Rechnung\u{202e}fdp.exe\"",
            "Rechnungfdp.exe",
        ),
        ("Content-Type: application/pdf", "Anlage.pdf"),
        ("Content-Disposition: attachment; filename=VORHER.txt", "VORHER (2).txt"),
    ] {
        let opened = between(header, "x");
        assert_eq!(opened.names(), ["vorher.txt", name, "nachher.txt"], "{header}");
    }
}

#[test]
fn eight_bit_names_in_latin_1_are_read() {
    let mut bytes = b"From: a@example.org\nContent-Type: application/pdf; name=\"Gr".to_vec();
    bytes.extend(b"\xFC\xDFe.pdf\"\n\nx");
    assert_eq!(opened(&bytes, Art::Email).names(), ["Grüße.pdf"]);
}

#[test]
fn letters_in_many_character_sets_are_read() {
    for (charset, bytes, text) in [
        ("utf-8", "Grüße".as_bytes(), "Grüße"),
        ("iso-8859-15", b"5 \xA4", "5 €"),
        ("windows-1252", b"5 \x80", "5 €"),
        ("us-ascii", b"Gr\xFC\xDFe", "Grüße"),
        ("gibt-es-nicht", b"Gr\xFC\xDFe", "Grüße"),
        ("utf-7", b"Gr+APwA3w-e", "Grüße"),
        ("koi8-r", b"\xF0\xD2\xC9\xD7\xC5\xD4", "Привет"),
    ] {
        let head = format!("From: a@example.org\nContent-Type: text/plain; charset={charset}\n\n");
        let opened = opened(&[head.as_bytes(), bytes].concat(), Art::Email);
        assert_eq!(opened.inhalt.text, text, "{charset}");
    }
}

#[test]
fn a_damaged_enclosure_leaves_its_neighbours_alone() {
    let header = "Content-Type: application/pdf; name=mitte.pdf\nContent-Transfer-Encoding: base64";
    let opened = between(header, "JVBERi0xLjcK");
    opened.is_whole();
    assert_eq!(opened.part("mitte.pdf").bytes, b"%PDF-1.7\n");
    for broken in ["JVBERi0xLjc", "JVBERi0xLjcK§§§§", "JVBERi0xL", "J"] {
        let opened = between(header, broken);
        opened.lacks("„mitte.pdf“ ist unvollständig oder beschädigt.");
        assert_eq!(opened.part("vorher.txt").bytes, b"vorher");
        assert_eq!(opened.part("nachher.txt").bytes, b"nachher");
    }
}

#[test]
fn a_message_inside_comes_out_whole_under_its_subject() {
    let inner = "From: b@example.org\nSubject: Weiter/geleitet\n\nInnen\n";
    let opened = between("Content-Type: message/rfc822", inner);
    let part = opened.is_whole().part("geleitet.eml");
    assert_eq!((part.rolle, part.mime.as_str()), (Rolle::Anlage, "message/rfc822"));
    assert_eq!(part.bytes, inner.as_bytes());
    assert_eq!(opened.inhalt.text, "");
    let again = try_open(&part.bytes, Art::Email, &Limits::default().inside(3, 100).unwrap());
    assert_eq!(again.unwrap().inhalt.text, "Innen");
}

#[test]
fn envelopes_in_envelopes_have_an_end() {
    let mut limits = Limits::default();
    for _ in 0..4 {
        limits = limits.inside(10, 1000).unwrap();
    }
    assert_eq!(limits.inside(10, 1000), None);
    assert_eq!((limits.parts, limits.total_bytes), (460, (512 << 20) - 4000));
}

#[test]
fn winmail_dat_is_kept_and_named() {
    let opened = between("Content-Type: application/ms-tnef; name=winmail.dat", "x");
    opened.lacks("„winmail.dat“");
    assert_eq!(opened.part("winmail.dat").rolle, Rolle::Anlage);
}

#[test]
fn a_missing_boundary_is_found_and_said() {
    for content_type in ["multipart/mixed", "multipart/mixed; boundary=falsch"] {
        let opened = mail(&format!(
            "From: a@example.org\nContent-Type: {content_type}\n\n\
             --b\nContent-Type: text/plain\n\nHallo\n--b\nContent-Type: application/pdf\n\nx\n--b--\n"
        ));
        opened.lacks("unvollständig oder fehlerhaft aufgebaut");
        assert_eq!(opened.inhalt.text, "Hallo");
        assert_eq!(opened.part("Anlage.pdf").bytes, b"x");
    }
    let nothing = mail("From: a@example.org\nContent-Type: multipart/mixed\n\nNur Text\n");
    assert_eq!(nothing.lacks("fehlerhaft aufgebaut").inhalt.text, "Nur Text");
}

#[test]
fn a_cut_message_is_marked_wherever_it_was_cut() {
    let from = BRIEF.find("--aussen\r\n").unwrap();
    for end in (from..BRIEF.len() - 12).step_by(7) {
        let opened = mail(&BRIEF[..end]);
        assert!(!opened.inhalt.vollstaendig, "cut at {end}");
        assert_eq!(opened.inhalt.kopf.unwrap().nachrichten_id.unwrap(), "eins@example.org");
    }
}

#[test]
fn nesting_without_end_ends() {
    let mut deep = "From: a@example.org\nSubject: tief\n".to_owned();
    for level in 0..10_000 {
        deep += &format!("Content-Type: multipart/mixed; boundary=b{level}\n\n--b{level}\n");
    }
    mail(&deep).lacks("ungewöhnlich tief verschachtelt");
    let messages = format!(
        "From: a@example.org\n{}",
        "Content-Type: message/rfc822\n\nSubject: x\n".repeat(100_000)
    );
    assert_eq!(mail(&messages).names(), ["x.eml"]);
    let digests = "Content-Type: multipart/digest; boundary=b\n\n--b\n\n".repeat(10_000);
    mail(&format!("From: a@example.org\n{digests}")).lacks("Das Original");
}

#[test]
fn too_many_parts_are_cut_and_said() {
    let head = "From: a@example.org\nContent-Type: multipart/mixed; boundary=b\n\n";
    let body = "--b\nContent-Disposition: attachment; filename=a.txt\n\nx\n".repeat(3000);
    let opened = mail(&format!("{head}{body}--b--\n"));
    assert_eq!(opened.parts.len(), 500);
    assert_eq!(opened.parts[499].name, "a (500).txt");
    opened.lacks("ungewöhnlich viele Teile");
}

#[test]
fn an_enclosure_that_is_too_large_leaves_its_neighbours_alone() {
    let text = "From: a@example.org\nContent-Type: multipart/mixed; boundary=b\n\n\
                --b\nContent-Disposition: attachment; filename=gross.txt\n\nxxxxxxxxxxxxxxxxxxxxx\n\
                --b\nContent-Disposition: attachment; filename=klein.txt\n\nx\n--b--\n";
    let limits = Limits { part_bytes: 20, ..Limits::default() };
    let opened = try_open(text.as_bytes(), Art::Email, &limits).unwrap();
    assert_eq!(opened.names(), ["klein.txt"]);
    opened.lacks("„gross.txt“ ist zu groß");
    let limits = Limits { total_bytes: 21, ..Limits::default() };
    let opened = try_open(text.as_bytes(), Art::Email, &limits).unwrap();
    assert_eq!(opened.names(), ["gross.txt"]);
    opened.lacks("„klein.txt“ konnte nicht ausgepackt werden");
}

#[test]
fn whoever_takes_the_parts_may_stop() {
    let mut count = 0;
    let mut sink = |_| {
        count += 1;
        ControlFlow::Break(())
    };
    let inhalt =
        open(BRIEF.as_bytes(), "a.eml", Art::Email, &Limits::default(), &mut sink).unwrap();
    assert_eq!((count, inhalt.vollstaendig), (1, false));
}

#[test]
fn what_has_no_header_is_no_message() {
    for text in ["", "Guten Tag,\nanbei.", "a: b\n\nc", "\0\0\0"] {
        assert!(try_open(text.as_bytes(), Art::Email, &Limits::default()).is_err(), "{text:?}");
    }
}

#[test]
fn a_detached_signature_names_its_signer_and_fits() {
    let signed = include_bytes!("smime/abgesetzt.eml");
    let opened = opened(signed, Art::Email);
    let smime = opened.is_whole().inhalt.kopf.clone().unwrap().smime.unwrap();
    assert!(smime.signiert && !smime.verschluesselt);
    assert_eq!(smime.unterzeichner.as_deref(), Some("Poststelle Musterstadt"));
    assert_eq!(smime.pruefsumme_stimmt, Some(true));
    assert_eq!(opened.inhalt.text, "Guten Tag,\nanbei die Stellungnahme.");
    assert_eq!(opened.names(), ["Nachricht.txt", "smime.p7s"]);
    assert_eq!(opened.part("smime.p7s").rolle, Rolle::Signatur);
}

#[test]
fn a_letter_changed_after_signing_is_said() {
    let signed = String::from_utf8_lossy(include_bytes!("smime/abgesetzt.eml")).into_owned();
    let opened = mail(&signed.replace("anbei die", "ohne eine"));
    opened.lacks("passt nicht zu ihrer elektronischen Signatur");
    assert_eq!(opened.inhalt.kopf.unwrap().smime.unwrap().pruefsumme_stimmt, Some(false));
    let broken = mail(&signed.replace("MII", "AAA"));
    broken.lacks("Signatur der Nachricht konnte nicht gelesen werden");
    assert_eq!(broken.inhalt.text, "Guten Tag,\nanbei die Stellungnahme.");
}

#[test]
fn a_letter_inside_its_signature_comes_out() {
    let opened = opened(include_bytes!("smime/eingeschlossen.eml"), Art::Email);
    let smime = opened.is_whole().inhalt.kopf.clone().unwrap().smime.unwrap();
    assert_eq!(smime.pruefsumme_stimmt, Some(true));
    assert_eq!(smime.unterzeichner.as_deref(), Some("Poststelle Musterstadt"));
    assert_eq!(opened.inhalt.text, "Guten Tag,\nanbei die Stellungnahme.");
    assert_eq!(opened.part("smime.p7m").rolle, Rolle::Signatur);
}

#[test]
fn an_encrypted_letter_is_kept_and_said() {
    let opened = opened(include_bytes!("smime/verschluesselt.eml"), Art::Email);
    opened.lacks("Die Nachricht ist verschlüsselt");
    let smime = opened.inhalt.kopf.clone().unwrap().smime.unwrap();
    assert!(smime.verschluesselt && !smime.signiert);
    assert_eq!((opened.names(), opened.parts[0].rolle), (vec!["smime.p7m"], Rolle::Anlage));
}
