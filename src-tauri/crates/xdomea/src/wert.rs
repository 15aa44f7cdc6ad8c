//! How a type of the standard is read and written: once, in the order of the schema.
//!
//! Never two lists of elements: struct, reader and writer of a record come from one.

use crate::error::{Grund, ReadError};
use crate::leser::Leser;
use crate::schreiber::Schreiber;

/// The content of one element.
pub(crate) trait Wert: Sized {
    /// Reads the open element and closes it; nothing where its text cannot be understood, which
    /// is noted then.
    fn lesen(leser: &mut Leser<'_>) -> Result<Option<Self>, ReadError>;
    /// Writes the element.
    fn schreiben(&self, name: &'static str, schreiber: &mut Schreiber);
}

/// A record: an element that holds elements.
pub(crate) trait Satz: Sized {
    /// What was read of it so far.
    type Plaetze: Default;
    /// Reads the open element, if it is one of the record's.
    fn feld(plaetze: &mut Self::Plaetze, leser: &mut Leser<'_>) -> Result<bool, ReadError>;
    /// Makes the record of what was read.
    fn fertig(plaetze: Self::Plaetze, leser: &mut Leser<'_>) -> Result<Self, ReadError>;
    /// Writes the record's elements.
    fn felder(&self, schreiber: &mut Schreiber);
}

impl<T: Satz> Wert for T {
    fn lesen(leser: &mut Leser<'_>) -> Result<Option<Self>, ReadError> {
        let mut plaetze = T::Plaetze::default();
        while leser.kind()? {
            if !T::feld(&mut plaetze, leser)? {
                leser.unbekannt()?;
            }
        }
        let satz = T::fertig(plaetze, leser)?;
        leser.schliessen();
        Ok(Some(satz))
    }

    fn schreiben(&self, name: &'static str, schreiber: &mut Schreiber) {
        schreiber.oeffnen(name);
        self.felder(schreiber);
        schreiber.schliessen(name);
    }
}

/// A field of a record: a value that must, may or may often stand there.
pub(crate) trait Feld: Sized {
    /// What was read of it so far.
    type Platz: Default;
    /// Reads the open element.
    fn aufnehmen(platz: &mut Self::Platz, leser: &mut Leser<'_>) -> Result<(), ReadError>;
    /// Makes the field of what was read.
    fn fertig(
        platz: Self::Platz,
        leser: &mut Leser<'_>,
        name: &'static str,
    ) -> Result<Self, ReadError>;
    /// Writes the field.
    fn schreiben(&self, name: &'static str, schreiber: &mut Schreiber);
}

impl<T: Wert> Feld for T {
    type Platz = Option<T>;

    fn aufnehmen(platz: &mut Option<T>, leser: &mut Leser<'_>) -> Result<(), ReadError> {
        if platz.is_some() {
            return Err(leser.doppelt());
        }
        *platz = T::lesen(leser)?;
        if platz.is_none() { Err(leser.abgelehnt()) } else { Ok(()) }
    }

    fn fertig(
        platz: Option<T>,
        leser: &mut Leser<'_>,
        name: &'static str,
    ) -> Result<Self, ReadError> {
        platz.ok_or_else(|| leser.fehlt(name))
    }

    fn schreiben(&self, name: &'static str, schreiber: &mut Schreiber) {
        Wert::schreiben(self, name, schreiber);
    }
}

impl<T: Wert> Feld for Option<T> {
    type Platz = Option<T>;

    fn aufnehmen(platz: &mut Option<T>, leser: &mut Leser<'_>) -> Result<(), ReadError> {
        if platz.is_some() {
            return Err(leser.doppelt());
        }
        *platz = T::lesen(leser)?;
        Ok(())
    }

    fn fertig(
        platz: Option<T>,
        _leser: &mut Leser<'_>,
        _name: &'static str,
    ) -> Result<Self, ReadError> {
        Ok(platz)
    }

    fn schreiben(&self, name: &'static str, schreiber: &mut Schreiber) {
        if let Some(wert) = self {
            Wert::schreiben(wert, name, schreiber);
        }
    }
}

impl<T: Wert> Feld for Vec<T> {
    type Platz = Self;

    fn aufnehmen(platz: &mut Self, leser: &mut Leser<'_>) -> Result<(), ReadError> {
        platz.extend(T::lesen(leser)?);
        Ok(())
    }

    fn fertig(platz: Self, _leser: &mut Leser<'_>, _name: &'static str) -> Result<Self, ReadError> {
        Ok(platz)
    }

    fn schreiben(&self, name: &'static str, schreiber: &mut Schreiber) {
        for wert in self {
            Wert::schreiben(wert, name, schreiber);
        }
    }
}

impl Wert for String {
    fn lesen(leser: &mut Leser<'_>) -> Result<Option<Self>, ReadError> {
        let text = leser.text()?;
        leser.schliessen();
        Ok(Some(text))
    }

    fn schreiben(&self, name: &'static str, schreiber: &mut Schreiber) {
        schreiber.text(name, self);
    }
}

impl Wert for bool {
    fn lesen(leser: &mut Leser<'_>) -> Result<Option<Self>, ReadError> {
        let parse = |text: &str| match text.trim() {
            "1" | "true" => Some(true),
            "0" | "false" => Some(false),
            _ => None,
        };
        leser.blatt(parse, Grund::Wahrheitswert)
    }

    fn schreiben(&self, name: &'static str, schreiber: &mut Schreiber) {
        schreiber.text(name, if *self { "1" } else { "0" });
    }
}

macro_rules! zahl {
    ($($typ:ty),*) => {$(
        impl Wert for $typ {
            fn lesen(leser: &mut Leser<'_>) -> Result<Option<Self>, ReadError> {
                leser.blatt(|text| text.trim().parse().ok(), Grund::Zahl)
            }

            fn schreiben(&self, name: &'static str, schreiber: &mut Schreiber) {
                schreiber.text(name, &self.to_string());
            }
        }
    )*};
}
zahl!(u16, u32);

/// Makes a record: the struct, how it is read and how it is written, in the order of the schema.
///
/// Behind each field stands its element; names that other versions use follow behind bars.
macro_rules! satz {
    ($(#[$meta:meta])* $typ:ident {
        $($(#[$feldmeta:meta])* $feld:ident: $art:ty = $name:literal $(| $auch:literal)*,)*
    }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct $typ {
            $($(#[$feldmeta])* pub $feld: $art,)*
        }

        const _: () = {
            use $crate::error::ReadError;
            use $crate::leser::Leser;
            use $crate::schreiber::Schreiber;
            use $crate::wert::{Feld, Satz};

            #[derive(Default)]
            pub(crate) struct Plaetze {
                $($feld: <$art as Feld>::Platz,)*
            }

            impl Satz for $typ {
                type Plaetze = Plaetze;

                fn feld(
                    plaetze: &mut Plaetze,
                    leser: &mut Leser<'_>,
                ) -> Result<bool, ReadError> {
                    match leser.name() {
                        $($name $(| $auch)* => {
                            <$art as Feld>::aufnehmen(&mut plaetze.$feld, leser)?;
                        })*
                        _ => return Ok(false),
                    }
                    Ok(true)
                }

                fn fertig(plaetze: Plaetze, leser: &mut Leser<'_>) -> Result<Self, ReadError> {
                    Ok(Self {
                        $($feld: <$art as Feld>::fertig(plaetze.$feld, leser, $name)?,)*
                    })
                }

                fn felder(&self, schreiber: &mut Schreiber) {
                    $(Feld::schreiben(&self.$feld, $name, schreiber);)*
                }
            }
        };
    };
}
pub(crate) use satz;
