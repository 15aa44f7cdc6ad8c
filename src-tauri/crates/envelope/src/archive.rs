//! ZIP archives, and among them the export of a court mailbox.
//!
//! Never follows a link, never keeps a path, and never unpacks what is out of all proportion.

use std::collections::BTreeSet;
use std::io::Cursor;

use crate::archive_entry::{self, Entry, Obstacle, Unpacked};
use crate::outlet::{Label, Outlet};
use crate::xjustiz::{self, XJustizDokument, XJustizKopf};
use crate::{Adresse, Kopf, OpenError, Opened, Rolle, guarded, hinweis, name};

/// Most entries that are looked at for each part that may come out.
const ENTRIES_PER_PART: usize = 20;

/// Opens an archive.
pub(crate) fn open(
    bytes: &[u8],
    court: bool,
    outlet: &mut Outlet<'_>,
) -> Result<Opened, OpenError> {
    let most = outlet.parts_max().saturating_add(1).saturating_mul(ENTRIES_PER_PART);
    let Some(listing) = archive_entry::list(bytes, most) else {
        return recover(bytes, outlet);
    };
    if !listing.whole {
        outlet.lack(hinweis::ARCHIV_BESCHAEDIGT);
    }
    if listing.cut {
        outlet.lack(hinweis::ZU_VIELE_TEILE);
    }
    let mut entries: Vec<Entry> =
        listing.entries.into_iter().filter(|entry| !entry.is_dir()).collect();
    let xjustiz = if court { cover(bytes, &entries, outlet) } else { None };
    if let Some(xjustiz) = &xjustiz {
        entries.sort_by_key(|entry| rank(xjustiz, &entry.pfad));
    }
    for entry in &entries {
        if outlet.is_closed() {
            break;
        }
        let label = label(entry, xjustiz.as_ref(), court);
        deliver(bytes, entry, &label, outlet);
    }
    if let Some(xjustiz) = &xjustiz {
        compare(xjustiz, &entries, outlet);
    }
    Ok(Opened { kopf: xjustiz.as_ref().map(kopf), xjustiz, text: String::new() })
}

/// Reads the cover data of a court mailbox's export.
fn cover(bytes: &[u8], entries: &[Entry], outlet: &mut Outlet<'_>) -> Option<XJustizKopf> {
    let most = u64::try_from(xjustiz::XML_BYTES_MAX).unwrap_or(u64::MAX);
    let entry =
        entries.iter().find(|entry| entry.pfad.eq_ignore_ascii_case(xjustiz::XJUSTIZ_DATEI));
    let usable = entry.filter(|entry| !entry.overlaps && entry.obstacle().is_none());
    let read = usable.and_then(|entry| match entry.unpack(bytes, most) {
        Unpacked::Bytes(xml, true) => xjustiz::xjustiz(&xml).ok(),
        _ => None,
    });
    if read.is_none() {
        outlet.lack(hinweis::XJUSTIZ_UNLESBAR);
    }
    read
}

/// Orders announced files as announced, before all others.
fn rank(xjustiz: &XJustizKopf, pfad: &str) -> usize {
    let position = xjustiz.dokumente.iter().position(|dokument| dokument.is_named(pfad));
    position.unwrap_or(usize::MAX)
}

fn label(entry: &Entry, xjustiz: Option<&XJustizKopf>, court: bool) -> Label {
    let announced = xjustiz.and_then(|xjustiz| xjustiz.dokument(&entry.pfad));
    let shown = announced.map(XJustizDokument::name);
    Label {
        name: shown.unwrap_or_else(|| entry.pfad.clone()),
        otherwise: "Datei",
        pfad: entry.pfad.clone(),
        mime: String::new(),
        rolle: match announced {
            None if court => xjustiz::rolle(&entry.pfad),
            _ => Rolle::Anlage,
        },
    }
}

fn deliver(bytes: &[u8], entry: &Entry, label: &Label, outlet: &mut Outlet<'_>) {
    let shown = label.shown();
    match entry.obstacle() {
        Some(Obstacle::Kennwort) => return outlet.lack(hinweis::kennwort(&shown)),
        Some(Obstacle::Verknuepfung) => return outlet.lack(hinweis::verknuepfung(&shown)),
        Some(Obstacle::Verfahren) => return outlet.lack(hinweis::verfahren(&shown)),
        None => {}
    }
    if entry.overlaps {
        outlet.lack(hinweis::UEBERLAPPT);
        return outlet.lack(hinweis::nicht_ausgepackt(&shown));
    }
    // What is honest about its size need not be unpacked to be refused.
    if outlet.admits(label, entry.claimed()) {
        let unpacked = entry.unpack(bytes, outlet.room());
        hand_out(bytes.len(), unpacked, label, outlet);
    }
}

fn hand_out(packed: usize, unpacked: Unpacked, label: &Label, outlet: &mut Outlet<'_>) {
    match unpacked {
        Unpacked::Bytes(content, whole) => {
            let size = u64::try_from(content.len()).unwrap_or(u64::MAX);
            if archive_entry::is_bomb(packed, outlet.delivered().saturating_add(size)) {
                outlet.close(hinweis::STARK_GEPACKT);
            } else if let Some(name) = outlet.put(label, content)
                && !whole
            {
                outlet.lack(hinweis::beschaedigt(&name));
            }
        }
        Unpacked::Bomb => outlet.close(hinweis::STARK_GEPACKT),
        Unpacked::TooLarge => outlet.lack(hinweis::zu_gross(&label.shown())),
        Unpacked::Broken => outlet.lack(hinweis::nicht_ausgepackt(&label.shown())),
    }
}

/// Takes out what still stands in an archive that has lost its directory.
fn recover(bytes: &[u8], outlet: &mut Outlet<'_>) -> Result<Opened, OpenError> {
    if !bytes.starts_with(b"PK\x03\x04") {
        return Err(OpenError::Broken("no archive".to_owned()));
    }
    outlet.lack(hinweis::ARCHIV_BESCHAEDIGT);
    let mut reader = Cursor::new(bytes);
    let most = outlet.parts_max().saturating_mul(ENTRIES_PER_PART);
    for _ in 0..most {
        if outlet.is_closed() {
            break;
        }
        let found = guarded(|| {
            let mut file = zip::read::read_zipfile_from_stream(&mut reader).ok()??;
            let entry = file.entry();
            let (dir, obstacle) = (entry.is_dir(), archive_entry::obstacle(&entry));
            let label = Label {
                name: archive_entry::pfad(&entry),
                otherwise: "Datei",
                pfad: archive_entry::pfad(&entry),
                mime: String::new(),
                rolle: Rolle::Anlage,
            };
            let unpacked = match obstacle {
                None if !dir => Some(archive_entry::take(&mut file, outlet.room())),
                _ => None,
            };
            Some((label, unpacked))
        });
        match found.flatten() {
            Some((label, Some(unpacked))) => hand_out(bytes.len(), unpacked, &label, outlet),
            Some((_, None)) => {}
            None => break,
        }
    }
    Ok(Opened::default())
}

/// Says which announced files are missing, and which files nobody announced.
fn compare(xjustiz: &XJustizKopf, entries: &[Entry], outlet: &mut Outlet<'_>) {
    let names: BTreeSet<&str> = entries.iter().map(|entry| entry.pfad.as_str()).collect();
    let names: Vec<&str> = names.into_iter().collect();
    let abgleich = xjustiz.abgleich(&names);
    for name in &abgleich.fehlend {
        outlet.lack(hinweis::fehlt(&name::file(name, "Datei")));
    }
    for name in &abgleich.unangekuendigt {
        outlet.note(hinweis::unangekuendigt(&name::file(name, "Datei")));
    }
}

fn kopf(xjustiz: &XJustizKopf) -> Kopf {
    let person = |name: &String| Adresse { name: Some(name.clone()), adresse: None };
    Kopf {
        von: xjustiz.absender.as_ref().map(person),
        an: xjustiz.empfaenger.iter().map(person).collect(),
        betreff: xjustiz.betreff.clone(),
        gesendet_um: xjustiz.erstellt_um,
        nachrichten_id: xjustiz.nachrichten_id.clone(),
        ..Kopf::default()
    }
}
