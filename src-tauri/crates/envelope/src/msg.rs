//! Outlook messages (`.msg`, MS-OXMSG): header, letter, enclosures, messages inside.
//!
//! Never runs an embedded object and never follows a link to a file.

use crate::mail::Walk;
use crate::msg_prop::{Compound, Properties, TYPE_BINARY, TYPE_OBJECT};
use crate::outlet::{Label, Outlet};
use crate::{Adresse, Kopf, OpenError, Opened, Rolle, hinweis, mail_head, name, rtf};

/// Most recipients.
const EMPFAENGER_MAX: usize = 500;

const SUBJECT: u16 = 0x0037;
const BODY: u16 = 0x1000;
const BODY_HTML: u16 = 0x1013;
const BODY_RTF: u16 = 0x1009;
const ATTACH_DATA: u16 = 0x3701;

/// Opens a message.
pub(crate) fn open(bytes: &[u8], outlet: &mut Outlet<'_>) -> Result<Opened, OpenError> {
    let mut file =
        Compound::open(bytes).ok_or_else(|| OpenError::Broken("not a compound file".to_owned()))?;
    let message = Properties::read(&mut file, "", 32);
    if !message.found {
        return Err(OpenError::Broken("a compound file without a message".to_owned()));
    }
    let kopf = kopf(&mut file, &message);
    let class = message.text(&mut file, 0x001A).unwrap_or_default().to_uppercase();
    let letter = Letter::read(&mut file, &message, outlet);
    letter.deliver(outlet);
    let signed = if class.starts_with("IPM.NOTE.SMIME") {
        only_enclosure(&mut file, &message)
    } else {
        None
    };
    if signed.is_none() {
        enclosures(&mut file, &message, "", 1, outlet);
    }
    let mut walk = Walk::new(outlet);
    letter.read_into(&mut walk);
    if let Some(block) = signed {
        if class.ends_with("MULTIPARTSIGNED") {
            walk.message(&block, "", 0);
        } else {
            walk.opaque(&block, "", 0);
        }
    }
    let (text, smime) = walk.finish();
    Ok(Opened { kopf: Some(Kopf { smime, ..kopf }), xjustiz: None, text })
}

/// The letter in its up to three forms.
#[derive(Debug, Default)]
struct Letter {
    plain: Option<String>,
    html: Option<Vec<u8>>,
    html_charset: Option<String>,
    rtf: Option<Vec<u8>>,
}

impl Letter {
    fn read(file: &mut Compound<'_>, message: &Properties, outlet: &mut Outlet<'_>) -> Letter {
        let plain = message.text(file, BODY);
        let most = usize::try_from(outlet.room()).unwrap_or(usize::MAX);
        let (html, html_charset) = match message.bytes(file, BODY_HTML, most) {
            Some((html, whole)) => {
                if !whole {
                    outlet.lack(hinweis::NACHRICHT_UNVOLLSTAENDIG);
                }
                (Some(html), message.charset())
            }
            None => {
                (message.text(file, BODY_HTML).map(String::into_bytes), Some("utf-8".to_owned()))
            }
        };
        let packed = message.bytes(file, BODY_RTF, most).filter(|_| html.is_none());
        let rtf = packed.and_then(|(packed, _)| {
            let rtf = rtf::unpack(&packed);
            if rtf.is_none() {
                outlet.lack(hinweis::nicht_ausgepackt("Nachricht.rtf"));
            }
            rtf
        });
        Letter { plain, html, html_charset, rtf }
    }

    fn deliver(&self, outlet: &mut Outlet<'_>) {
        let label = |otherwise, mime: &str| Label {
            name: String::new(),
            otherwise,
            pfad: String::new(),
            mime: mime.to_owned(),
            rolle: Rolle::Nachrichtentext,
        };
        if let Some(plain) = &self.plain {
            let label = label("Nachricht.txt", "text/plain; charset=utf-8");
            outlet.put(&label, plain.clone().into_bytes());
        }
        if let Some(html) = &self.html {
            let mime = match &self.html_charset {
                Some(charset) => format!("text/html; charset={charset}"),
                None => "text/html".to_owned(),
            };
            outlet.put(&label("Nachricht.html", &mime), html.clone());
        }
        if let Some(rtf) = &self.rtf {
            outlet.put(&label("Nachricht.rtf", "application/rtf"), rtf.clone());
            if self.plain.is_none() {
                outlet.note(hinweis::NUR_RTF);
            }
        }
    }

    fn read_into(&self, walk: &mut Walk<'_, '_>) {
        // Both forms belong together, as in a multipart/alternative.
        const TOGETHER: Option<usize> = Some(0);
        if let Some(plain) = &self.plain {
            walk.body(plain.as_bytes(), Some("utf-8"), TOGETHER, false);
        }
        if let Some(html) = &self.html {
            walk.body(html, self.html_charset.as_deref(), TOGETHER, true);
        }
    }
}

/// Reads what stands on the outside.
fn kopf(file: &mut Compound<'_>, message: &Properties) -> Kopf {
    let headers = message.text(file, 0x007D).unwrap_or_default();
    let written = mail_head::kopf(headers.trim_start().as_bytes()).unwrap_or_default();
    let mut line = |ids: &[u16]| {
        ids.iter().find_map(|id| message.text(file, *id).as_deref().and_then(name::line))
    };
    let von = Adresse {
        name: line(&[0x0042, 0x0C1A]),
        adresse: line(&[0x5D02, 0x5D01]).or_else(|| {
            // Without a server of its own, this is the mail address; otherwise a directory path.
            line(&[0x0065, 0x0C1F]).filter(|address| address.contains('@'))
        }),
    };
    let betreff = line(&[SUBJECT]).or(written.betreff);
    let nachrichten_id = line(&[0x1035]).map(without_brackets).or(written.nachrichten_id);
    let antwort_auf = line(&[0x1042]).map(without_brackets).or(written.antwort_auf);
    let (an, kopie) = empfaenger(file, message);
    Kopf {
        von: (von != Adresse::default()).then_some(von).or(written.von),
        an: if an.is_empty() { written.an } else { an },
        kopie: if kopie.is_empty() { written.kopie } else { kopie },
        betreff,
        gesendet_um: message.instant(0x0039).or(written.gesendet_um),
        empfangen_um: message.instant(0x0E06).or(written.empfangen_um),
        nachrichten_id,
        antwort_auf,
        pruefergebnisse: written.pruefergebnisse,
        smime: None,
    }
}

fn without_brackets(id: String) -> String {
    id.trim_matches(['<', '>']).to_owned()
}

/// Reads who it was sent to, and who got a copy.
fn empfaenger(file: &mut Compound<'_>, message: &Properties) -> (Vec<Adresse>, Vec<Adresse>) {
    let (mut an, mut kopie) = (Vec::new(), Vec::new());
    let storages = message.storages.iter().filter(|name| name.starts_with("__recip_version1.0_"));
    for storage in storages.take(EMPFAENGER_MAX) {
        let path = format!("{}/{storage}", message.path());
        let recipient = Properties::read(file, &path, 8).within(message);
        let mut line = |id| recipient.text(file, id).as_deref().and_then(name::line);
        let adresse = Adresse {
            name: line(0x3001),
            adresse: line(0x39FE).or_else(|| line(0x3003).filter(|a| a.contains('@'))),
        };
        match recipient.number(0x0C15) {
            _ if adresse == Adresse::default() => {}
            Some(2) => kopie.push(adresse),
            Some(3) => {}
            _ => an.push(adresse),
        }
    }
    (an, kopie)
}

fn attachments<'m>(message: &'m Properties) -> impl Iterator<Item = String> + 'm {
    let names = message.storages.iter().filter(|name| name.starts_with("__attach_version1.0_"));
    names.map(|name| format!("{}/{name}", message.path()))
}

/// Returns the one enclosure in which a signed message keeps everything.
fn only_enclosure(file: &mut Compound<'_>, message: &Properties) -> Option<Vec<u8>> {
    let mut paths = attachments(message);
    let (path, None) = (paths.next()?, paths.next()) else { return None };
    let attachment = Properties::read(file, &path, 8);
    attachment.bytes(file, ATTACH_DATA, usize::MAX).map(|(bytes, _)| bytes)
}

/// Takes all enclosures of a message.
fn enclosures(
    file: &mut Compound<'_>,
    message: &Properties,
    prefix: &str,
    depth: usize,
    outlet: &mut Outlet<'_>,
) {
    for path in attachments(message) {
        if outlet.is_closed() {
            return;
        }
        let attachment = Properties::read(file, &path, 8).within(message);
        let found = [0x3707, 0x3704, 0x3001].iter().find_map(|id| attachment.text(file, *id));
        let named = found.unwrap_or_default();
        let method = attachment.number(0x3705).unwrap_or(1);
        if attachment.has(ATTACH_DATA, TYPE_OBJECT) {
            if method == 6 {
                outlet.lack(hinweis::ole(&name::file(&named, "Objekt")));
            } else {
                embedded(file, &attachment, prefix, depth, outlet);
            }
        } else if attachment.has(ATTACH_DATA, TYPE_BINARY) {
            enclosure(file, &attachment, &named, prefix, outlet);
        } else if matches!(method, 2 | 3 | 4 | 7) {
            outlet.lack(hinweis::verknuepfung(&name::file(&named, "Anlage")));
        } else {
            outlet.lack(hinweis::nicht_ausgepackt(&name::file(&named, "Anlage")));
        }
    }
}

fn enclosure(
    file: &mut Compound<'_>,
    attachment: &Properties,
    named: &str,
    prefix: &str,
    outlet: &mut Outlet<'_>,
) {
    let mime = attachment.text(file, 0x370E).as_deref().and_then(name::line).unwrap_or_default();
    let mime = mime.to_ascii_lowercase();
    let content_id = attachment.text(file, 0x3712).is_some();
    // Outlook hides the pictures that stand in the letter.
    let hidden = attachment.number(0x7FFE).is_some_and(|hidden| hidden & 0xFF != 0);
    let inline = attachment.number(0x3714).is_some_and(|flags| flags & 4 != 0);
    let picture = mime.starts_with("image/")
        || [".png", ".jpg", ".jpeg", ".gif"].iter().any(|e| named.to_lowercase().ends_with(e));
    let label = Label {
        name: named.to_owned(),
        otherwise: "Anlage",
        pfad: format!("{prefix}{}", name::file(named, "Anlage")),
        rolle: if picture && content_id && (hidden || inline) {
            Rolle::Eingebettet
        } else {
            Rolle::Anlage
        },
        mime,
    };
    if label.name.eq_ignore_ascii_case("winmail.dat") {
        outlet.lack(hinweis::TNEF);
    }
    let declared = file.declared(&attachment.path_of(ATTACH_DATA, TYPE_BINARY));
    if !outlet.admits(&label, declared.min(file.size())) {
        return;
    }
    match attachment.bytes(file, ATTACH_DATA, usize::MAX) {
        Some((bytes, whole)) => {
            if let Some(name) = outlet.put(&label, bytes)
                && !whole
            {
                outlet.lack(hinweis::beschaedigt(&name));
            }
        }
        None => outlet.lack(hinweis::nicht_ausgepackt(&label.shown())),
    }
}

/// Takes a message inside: it has no bytes of its own, so its letter and its enclosures come out.
fn embedded(
    file: &mut Compound<'_>,
    attachment: &Properties,
    prefix: &str,
    depth: usize,
    outlet: &mut Outlet<'_>,
) {
    if depth >= outlet.depth() {
        outlet.lack(hinweis::ZU_TIEF);
        return;
    }
    let path = attachment.path_of(ATTACH_DATA, TYPE_OBJECT);
    let message = Properties::read(file, &path, 24).within(attachment);
    if !message.found {
        outlet.lack(hinweis::nicht_ausgepackt("Weitergeleitete Nachricht"));
        return;
    }
    let kopf = kopf(file, &message);
    let betreff = kopf.betreff.clone().unwrap_or_else(|| "Nachricht".to_owned());
    let inner = Letter::read(file, &message, outlet);
    let mut walk = Walk::new(outlet);
    inner.read_into(&mut walk);
    let (text, _) = walk.finish();
    let title = name::file(&betreff.replace(['/', '\\'], "_"), "Nachricht");
    let label = Label {
        name: format!("{title}.txt"),
        otherwise: "Nachricht.txt",
        pfad: format!("{prefix}{title}"),
        mime: "text/plain; charset=utf-8".to_owned(),
        rolle: Rolle::Anlage,
    };
    outlet.put(&label, format!("{}\n{text}\n", outside(&kopf)).into_bytes());
    let Letter { plain, html, .. } = &inner;
    if plain.is_none() && html.is_none() {
        let label =
            Label { name: format!("{title}.rtf"), mime: "application/rtf".to_owned(), ..label };
        if let Some(rtf) = inner.rtf {
            outlet.put(&label, rtf);
        }
    }
    enclosures(file, &message, &format!("{prefix}{title}/"), depth + 1, outlet);
}

/// Writes down what stands on the outside.
fn outside(kopf: &Kopf) -> String {
    let person = |adresse: &Adresse| match (&adresse.name, &adresse.adresse) {
        (Some(name), Some(adresse)) => format!("{name} <{adresse}>"),
        (Some(one), None) | (None, Some(one)) => one.clone(),
        (None, None) => String::new(),
    };
    let persons = |all: &[Adresse]| all.iter().map(person).collect::<Vec<_>>().join("; ");
    let lines = [
        ("Von", kopf.von.as_ref().map(person)),
        ("An", Some(persons(&kopf.an))),
        ("Kopie", Some(persons(&kopf.kopie))),
        ("Gesendet", kopf.gesendet_um.map(|at| at.to_string())),
        ("Betreff", kopf.betreff.clone()),
    ];
    let filled = lines.into_iter().filter_map(|(key, value)| {
        value.filter(|value| !value.is_empty()).map(|value| format!("{key}: {value}\n"))
    });
    filled.collect()
}
