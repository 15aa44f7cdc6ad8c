//! What is weighed to answer each question, and the delivered weights.
//!
//! Of each pair of numbers the first was set by hand and holds where there was nothing to learn
//! from; the second stands between that and what `sorting-bench fit` makes of towns made for that
//! purpose: fitted alone, they serve an office of thousands of letters and fail one of a dozen.
//! None knows an office. `Plus` may only speak for, `Minus` only against, `Frei` either way.

/// Which way a weight may point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Richtung {
    /// Not below nought.
    Plus,
    /// Not above nought.
    Minus,
    /// Either way.
    Frei,
}

macro_rules! merkmale {
    ($(#[$meta:meta])* $frage:ident { $($merkmal:ident: $richtung:ident $anfang:literal, $gewicht:literal;)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum $frage { $($merkmal),* }

        impl $frage {
            pub(crate) const NAMEN: &'static [&'static str] = &[$(stringify!($merkmal)),*];
            pub(crate) const RICHTUNGEN: &'static [Richtung] = &[$(Richtung::$richtung),*];
            pub(crate) const ANFANG: &'static [f32] = &[$($anfang),*];
            pub(crate) const GEWICHTE: &'static [f32] = &[$($gewicht),*];

            /// Nothing seen.
            pub(crate) fn leer() -> Vec<f32> {
                vec![0.0; Self::NAMEN.len()]
            }

            /// Notes what was seen of this.
            pub(crate) fn set(self, werte: &mut [f32], wert: f64) {
                if let Some(at) = werte.get_mut(self as usize) {
                    *at = wert as f32;
                }
            }

        }
    };
}

/// Returns what was seen of one thing.
fn seen(werte: &[f32], merkmal: usize) -> f64 {
    werte.get(merkmal).copied().map_or(0.0, f64::from)
}

impl Ziel {
    /// Returns what was seen of this.
    pub(crate) fn get(self, werte: &[f32]) -> f64 {
        seen(werte, self as usize)
    }
}

impl Absender {
    /// Returns what was seen of this.
    pub(crate) fn get(self, werte: &[f32]) -> f64 {
        seen(werte, self as usize)
    }
}

merkmale! {
    /// Where does it belong?
    Ziel {
        // None of what is known.
        Keins: Frei 1.0, 1.53;
        KeinsWenig: Plus 2.0, 2.23;
        // A Vorgang.
        Code: Plus 9.0, 9.01;
        AzKopf: Plus 7.0, 7.55;
        AzText: Plus 6.0, 6.07;
        AzUngenau: Plus 5.0, 5.24;
        AzNah: Plus 2.0, 2.40;
        AzHaltlos: Minus -3.0, -2.25;
        AzVonAkte: Plus 2.0, 3.09;
        AzAndere: Minus -2.0, -1.57;
        Fremdzeichen: Plus 5.0, 5.55;
        Kasse: Plus 5.0, 4.95;
        Kunde: Plus 3.0, 2.41;
        Kennung: Plus 1.5, 1.26;
        Gegenstand: Plus 2.0, 2.79;
        ZeichenUngenau: Plus 2.0, 1.83;
        Absender: Plus 2.0, 1.08;
        AbsenderBeteiligt: Plus 2.0, 2.03;
        AbsenderWorte: Plus 1.5, 0.34;
        AbsenderLetzter: Plus 0.5, 0.00;
        Genannt: Plus 1.5, 1.12;
        Naehe: Plus 3.0, 0.85;
        NaeheErste: Plus 1.0, 0.00;
        NaeheAnzahl: Plus 0.5, 0.00;
        Betreff: Plus 2.0, 3.82;
        BetreffZeile: Plus 2.0, 2.57;
        AkteWorte: Plus 0.5, 0.79;
        AbsenderUndNaehe: Plus 2.0, 1.86;
        Frisch: Plus 1.0, 0.00;
        Alt: Minus -0.3, -0.55;
        VorgangLeer: Frei 0.0, 1.70;
        // A new Vorgang in an Akte.
        Neu: Frei -0.5, 0.23;
        NeuAz: Plus 4.0, 3.43;
        NeuAzZu: Plus 4.0, 3.44;
        NeuZeichen: Plus 1.0, 0.98;
        NeuNaehe: Plus 1.0, 1.66;
        NeuStimmen: Plus 2.0, 2.24;
        NeuBetreff: Plus 2.0, 4.05;
        NeuWorte: Plus 1.0, 0.94;
        NeuAbsender: Plus 1.0, 0.81;
        NeuTyp: Plus 0.5, 1.12;
        NeuHaeufig: Plus 0.3, 0.05;
        NeuFrisch: Plus 0.3, 0.01;
        NeuJahr: Plus 1.0, 0.41;
        NeuAnfangWorte: Frei 1.0, 0.92;
        NeuAnfangTyp: Frei 0.7, 0.93;
        NeuAnfangAbsender: Frei 0.7, 0.19;
        NeuAnfangAkte: Frei 0.5, -0.41;
        NeuDochHier: Minus -1.0, -1.02;
        NeuDochBekannt: Minus -1.0, 0.00;
        NeuDochBezug: Minus -2.0, -1.92;
    }
}

merkmale! {
    /// Who writes?
    Absender {
        Niemand: Frei 1.0, 6.70;
        MailKopf: Plus 5.0, 2.91;
        MailDomaene: Plus 2.0, 0.00;
        Zeichen: Plus 3.0, 0.37;
        NameKopf: Plus 3.0, 3.42;
        NameSchluss: Plus 2.5, 2.33;
        NameSonst: Plus 0.5, 0.42;
        NameEmpfaenger: Minus -1.0, -0.62;
        Strasse: Plus 1.5, 1.11;
        Plz: Plus 0.3, 0.00;
        FrueherZeichen: Plus 3.0, 2.65;
        FrueherWorte: Plus 3.0, 3.59;
        FrueherText: Plus 0.5, 0.35;
        Bezug: Plus 1.0, 0.30;
        Haeufig: Plus 0.2, 0.00;
    }
}

merkmale! {
    /// What kind of document is it?
    Typ {
        Keiner: Frei -1.0, -1.13;
        Worte: Plus 1.0, 1.00;
        NameBetreff: Plus 2.0, 2.20;
        NameText: Plus 0.3, 1.19;
        Ungenutzt: Minus -1.0, -0.44;
        Grundwort: Plus 1.0, 0.04;
        VomAbsender: Plus 1.0, 0.00;
        Nachbarn: Plus 1.5, 3.00;
        Haeufig: Plus 0.3, 1.02;
    }
}

merkmale! {
    /// Which day is the letter's?
    Tag {
        Keiner: Frei -1.0, -1.37;
        Kopf: Plus 2.0, 2.46;
        Allein: Plus 1.0, 1.12;
        NachOrt: Plus 2.0, 2.02;
        Benannt: Plus 2.0, 2.05;
        Vom: Minus -2.0, -2.00;
        Geburt: Minus -4.0, -4.00;
        Bis: Minus -2.0, -2.00;
        Erster: Plus 0.5, 0.89;
        Juengster: Plus 1.0, 1.39;
        Alter: Minus -0.7, -0.74;
        Mehrmals: Frei 0.0, 0.00;
        Schluss: Frei 0.5, 0.50;
    }
}

merkmale! {
    /// Until when does it ask for something?
    Frist {
        Keine: Frei 1.0, 1.46;
        Spaetestens: Plus 3.0, 3.15;
        Bis: Plus 2.5, 2.21;
        Faellig: Plus 2.5, 2.96;
        Wort: Plus 1.0, 1.38;
        Spanne: Plus 2.5, 2.35;
        Bitte: Plus 0.5, 0.91;
        Zeitraum: Minus -2.0, -2.00;
        Gueltig: Minus -2.0, -2.00;
        Rechtsbehelf: Frei -0.5, -1.47;
        Vorbei: Minus -3.0, -3.12;
        Fern: Minus -1.0, -1.00;
        Erste: Plus 0.3, 0.10;
        Nackt: Minus -3.0, -3.33;
    }
}
