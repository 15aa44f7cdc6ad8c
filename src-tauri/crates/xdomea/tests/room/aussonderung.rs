//! The whole dialogue against a program that plays the archive, over a folder.
//!
//! Never lets our own reader be the only judge of what we send.

use std::io::Cursor;
use std::path::{Path, PathBuf};

use xdomea::auswahl::{anbieten, aussondern};
use xdomea::dialog::ObjektState;
use xdomea::{
    Aussonderungsdialog, Fassung, Inhalt, Nachricht, Nachrichtentyp, Paket, Paketname, Rolle,
};

use crate::muster::{self, Datei, id, kopf, um};
use crate::pruefer::{judge, material};

struct Ordner {
    folder: tempfile::TempDir,
    peer: PathBuf,
    check: PathBuf,
    appraisal: &'static str,
    fassung: Fassung,
}

impl Ordner {
    /// Puts a package where the archive looks: under another name first, as a transfer folder asks.
    fn legen(&self, nachricht: &Nachricht, dateien: &[Datei]) {
        let name = Paketname::von(nachricht).to_string();
        let path = self.folder.path().join(&name);
        let part = self.folder.path().join(format!("{name}.part"));
        std::fs::write(&part, muster::packen(nachricht, self.fassung, dateien)).unwrap();
        std::fs::rename(&part, &path).unwrap();
        let said = judge(&self.check, &[&path]);
        assert!(said.contains(" OK"), "{said}");
    }

    /// Lets the archive work once.
    fn archiv(&self) {
        let how = Path::new(self.appraisal);
        let said = judge(&self.peer, &[self.folder.path(), Path::new("--appraise"), how]);
        assert!(!said.contains("REFUSED"), "{said}");
    }

    /// Takes what the archive put into its folders.
    fn holen(&self, typ: Nachrichtentyp) -> Option<Nachricht> {
        let name = Paketname { prozess: id(42), typ }.to_string();
        let bytes = std::fs::read(self.folder.path().join(typ.code()).join(&name)).ok()?;
        let paket = Paket::open(&name, Cursor::new(bytes)).unwrap();
        assert_eq!(paket.gelesen().hinweise, []);
        Some(paket.gelesen().nachricht.clone())
    }
}

fn ordner(appraisal: &'static str, fassung: Fassung) -> Option<Ordner> {
    let peer = material("checks/xman_peer.py")?;
    let check = material("checks/check_xdomea.py")?;
    Some(Ordner { folder: tempfile::tempdir().unwrap(), peer, check, appraisal, fassung })
}

/// Leads the dialogue to its end and returns it.
fn dialog(ordner: &Ordner) -> Aussonderungsdialog {
    let (uebergabe, dateien) = muster::schriftgut();
    let mut dialog = Aussonderungsdialog::neu(id(42));
    let angebot = anbieten(kopf(42), &uebergabe);
    dialog.nehmen(Rolle::Behoerde, &angebot).unwrap();
    ordner.legen(&angebot, &dateien);
    ordner.archiv();
    for typ in dialog.erlaubt(Rolle::Archiv) {
        dialog.nehmen(Rolle::Archiv, &ordner.holen(typ).unwrap()).unwrap();
    }
    assert_eq!(dialog.faellig(Rolle::Behoerde), [Nachrichtentyp::BewertungEmpfangen]);
    let bewertet = ordner.holen(Nachrichtentyp::Bewertungsverzeichnis).unwrap();
    let empfangen = bewertet.antwort(um(), None, Inhalt::BewertungEmpfangen);
    dialog.nehmen(Rolle::Behoerde, &empfangen).unwrap();
    ordner.legen(&empfangen, &[]);

    if dialog.erlaubt(Rolle::Behoerde).contains(&Nachrichtentyp::Aussonderung) {
        assert!(dialog.loeschbare().is_empty(), "before the archive has anything");
        let abgabe = aussondern(kopf(42), &uebergabe, &|id| dialog.gewollt(id));
        dialog.nehmen(Rolle::Behoerde, &abgabe).unwrap();
        ordner.legen(&abgabe, &dateien);
        assert!(dialog.loeschbare().is_empty(), "before the archive has said so");
        ordner.archiv();
        for typ in dialog.faellig(Rolle::Archiv) {
            dialog.nehmen(Rolle::Archiv, &ordner.holen(typ).unwrap()).unwrap();
        }
    }
    assert_eq!(dialog.faellig(Rolle::Archiv), []);
    dialog
}

fn archived(dialog: &Aussonderungsdialog) -> usize {
    let archived = |state: &ObjektState| matches!(state, ObjektState::Archiviert(_));
    dialog.objekte().filter(|(_, state)| archived(state)).count()
}

fn delete_all(dialog: &mut Aussonderungsdialog) {
    while let Some(id) = dialog.loeschbare().first().copied() {
        dialog.geloescht(id).unwrap();
    }
    let left: Vec<_> =
        dialog.objekte().filter(|(_, state)| **state != ObjektState::Geloescht).collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn archive_takes_everything_and_the_office_deletes_it() {
    for fassung in [Fassung::V3_0, Fassung::V3_1] {
        let Some(ordner) = ordner("A", fassung) else { return };
        let mut dialog = dialog(&ordner);
        assert_eq!(archived(&dialog), 11);
        delete_all(&mut dialog);
    }
}

#[test]
fn archive_takes_one_file_and_the_rest_is_destroyed() {
    let Some(ordner) = ordner("first-A", Fassung::V3_1) else { return };
    let mut dialog = dialog(&ordner);
    assert_eq!(archived(&dialog), 1);
    delete_all(&mut dialog);
}

#[test]
fn archive_wants_nothing_and_everything_is_destroyed() {
    let Some(ordner) = ordner("V", Fassung::V3_0) else { return };
    let mut dialog = dialog(&ordner);
    assert_eq!(archived(&dialog), 0);
    delete_all(&mut dialog);
}
