//! The transfer note as XML, to be embedded in the scan (`transfervermerk.xsd`).
//!
//! Never reads XML, and never writes the same note in two ways.

use std::fmt::Display;

use super::{
    Bildgleichheit, Farbe, Qsart, Qsergebnis, Qualitaetssicherung, Schutzstufe, Transfervermerk,
};

/// Namespace of the note.
pub const NAMESPACE: &str = "urn:forsthaus:transfervermerk:1";

/// Writes elements, indented by two spaces.
#[derive(Default)]
struct Schreiber {
    out: String,
    offen: Vec<&'static str>,
}

impl Schreiber {
    fn einruecken(&mut self) {
        self.out.extend(std::iter::repeat_n("  ", self.offen.len()));
    }

    fn element(&mut self, name: &str, value: impl Display) {
        self.mit(name, "", value);
    }

    /// Writes an element with attributes that are ready.
    fn mit(&mut self, name: &str, attributes: &str, value: impl Display) {
        self.einruecken();
        self.out.push_str(&format!("<{name}{attributes}>"));
        escape(&value.to_string(), &mut self.out);
        self.out.push_str(&format!("</{name}>\n"));
    }

    fn auf(&mut self, name: &'static str) {
        self.einruecken();
        self.out.push_str(&format!("<{name}>\n"));
        self.offen.push(name);
    }

    fn zu(&mut self) {
        if let Some(name) = self.offen.pop() {
            self.einruecken();
            self.out.push_str(&format!("</{name}>\n"));
        }
    }

    fn gruppe<const N: usize>(&mut self, name: &'static str, parts: [(&str, &dyn Display); N]) {
        self.auf(name);
        for (name, value) in parts {
            self.element(name, value);
        }
        self.zu();
    }
}

/// Escapes text. Characters that XML cannot hold become U+FFFD.
fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\r' => out.push_str("&#13;"),
            '\t' | '\n' => out.push(c),
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            c if c < ' ' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
}

impl Transfervermerk {
    /// Writes the note as XML.
    pub fn to_xml(&self) -> String {
        let mut s = Schreiber::default();
        s.out.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        s.out.push_str(&format!(
            "<transfervermerk xmlns=\"{NAMESPACE}\" schemaVersion=\"{}\">\n",
            self.schema_version
        ));
        s.offen.push("transfervermerk");
        s.element("dokumentUuid", self.dokument);
        s.element("seiten", self.seiten);
        if let Some(seiten) = self.seiten_vorbereitung {
            s.element("seitenVorbereitung", seiten);
        }
        s.element("eingangsdatum", self.eingangsdatum);
        let von = &self.erstellt_von;
        s.auf("erstelltVon");
        s.element("kennung", &von.kennung);
        s.element("organisation", &von.organisation);
        if !von.arbeitsplatz.is_empty() {
            s.element("arbeitsplatz", &von.arbeitsplatz);
        }
        s.zu();
        s.element("erstelltAm", self.erstellt_um);
        self.umgebung(&mut s);
        if let Some(qs) = &self.qs {
            pruefung(qs, &mut s);
        }
        let bildgleichheit = match self.bildgleichheit {
            Bildgleichheit::Bildlich => "bildlich",
            Bildgleichheit::Inhaltlich => "inhaltlich",
        };
        s.element("bildgleichheit", bildgleichheit);
        s.auf("hash");
        s.element("alg", "SHA-256");
        for (at, hash) in self.hash.seiten.iter().enumerate() {
            s.mit("seite", &format!(" nr=\"{}\"", at + 1), hash);
        }
        s.element("gesamt", &self.hash.gesamt);
        s.zu();
        if !self.leerseiten.is_empty() {
            s.auf("entfernteLeerseiten");
            for seite in &self.leerseiten {
                s.element("seite", seite);
            }
            s.zu();
        }
        if !self.auffaelligkeiten.is_empty() {
            s.auf("auffaelligkeiten");
            for found in &self.auffaelligkeiten {
                let seite = found.seite.map(|seite| format!(" seite=\"{seite}\""));
                s.mit("auffaelligkeit", &seite.unwrap_or_default(), &found.text);
            }
            s.zu();
        }
        s.zu();
        s.out
    }

    /// Writes what was used, technically and by rule.
    fn umgebung(&self, s: &mut Schreiber) {
        let g = &self.geraet;
        let (hersteller, modell) = (&g.hersteller, &g.modell);
        let parts: [(&str, &dyn Display); 3] =
            [("hersteller", hersteller), ("modell", modell), ("seriennummer", &g.seriennummer)];
        s.gruppe("geraet", parts);
        let (name, version) = (&self.software.name, &self.software.version);
        s.gruppe("software", [("name", name), ("version", version)]);
        let p = &self.profil;
        let farbe = match p.farbe {
            Farbe::SchwarzWeiss => "schwarzweiss",
            Farbe::Graustufen => "graustufen",
            Farbe::Farbe => "farbe",
        };
        let parts: [(&str, &dyn Display); 4] =
            [("name", &p.name), ("dpi", &p.dpi), ("farbe", &farbe), ("format", &p.format)];
        s.gruppe("profil", parts);
        if let Some(ocr) = &self.ocr {
            let (engine, version) = (&ocr.engine, &ocr.version);
            let parts: [(&str, &dyn Display); 3] =
                [("engine", engine), ("version", version), ("sprache", &ocr.sprache)];
            s.gruppe("ocr", parts);
        }
        let stufe = |stufe| match stufe {
            Schutzstufe::Normal => "normal",
            Schutzstufe::Hoch => "hoch",
            Schutzstufe::SehrHoch => "sehr hoch",
        };
        let b = &self.schutzbedarf;
        let parts: [(&str, &dyn Display); 3] = [
            ("vertraulichkeit", &stufe(b.vertraulichkeit)),
            ("integritaet", &stufe(b.integritaet)),
            ("verfuegbarkeit", &stufe(b.verfuegbarkeit)),
        ];
        s.gruppe("schutzbedarf", parts);
        let (id, version) = (&self.verfahrensanweisung.id, &self.verfahrensanweisung.version);
        s.gruppe("verfahrensanweisung", [("id", id), ("version", version)]);
    }
}

fn pruefung(qs: &Qualitaetssicherung, s: &mut Schreiber) {
    s.auf("qs");
    let art = match qs.art {
        Qsart::Voll => "voll",
        Qsart::Stichprobe => "stichprobe",
    };
    s.element("art", art);
    s.element("quoteProzent", qs.quote_prozent);
    if !qs.pruefer.is_empty() {
        s.element("pruefer", &qs.pruefer);
    }
    let ergebnis = match qs.ergebnis {
        Qsergebnis::InOrdnung => "in Ordnung",
        Qsergebnis::Mangelhaft => "mangelhaft",
        Qsergebnis::NichtGezogen => "nicht gezogen",
    };
    s.element("ergebnis", ergebnis);
    for text in &qs.auffaelligkeiten {
        s.element("auffaelligkeit", text);
    }
    s.zu();
}
