//! What is asked of a device, as it reads it.
//!
//! Never anything but numbers and words of the specification, so that nothing has to be escaped.

use domain::transfervermerk::Farbe;

use crate::{Einstellung, Zufuhr};

/// Writes the settings of a job.
pub(super) fn xml(e: &Einstellung, version: &str) -> Vec<u8> {
    // Three hundredths of an inch, from tenths of a millimetre.
    let units = |tenths: u32| u64::from(tenths) * 300 / 254;
    let (width, height) = (units(e.papier.breite), units(e.papier.hoehe));
    let (source, duplex) = match e.zufuhr {
        Zufuhr::Glas => ("Platen", ""),
        Zufuhr::Einzug => ("Feeder", "<scan:Duplex>false</scan:Duplex>"),
        Zufuhr::EinzugBeidseitig => ("Feeder", "<scan:Duplex>true</scan:Duplex>"),
    };
    let colour = match e.farbe {
        Farbe::SchwarzWeiss => "BlackAndWhite1",
        Farbe::Graustufen => "Grayscale8",
        Farbe::Farbe => "RGB24",
    };
    let dpi = e.dpi;
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <scan:ScanSettings xmlns:scan=\"http://schemas.hp.com/imaging/escl/2011/05/03\" \
         xmlns:pwg=\"http://www.pwg.org/schemas/2010/12/sm\">\
         <pwg:Version>{version}</pwg:Version>\
         <scan:Intent>Document</scan:Intent>\
         <pwg:ScanRegions><pwg:ScanRegion>\
         <pwg:ContentRegionUnits>escl:ThreeHundredthsOfInches</pwg:ContentRegionUnits>\
         <pwg:XOffset>0</pwg:XOffset><pwg:YOffset>0</pwg:YOffset>\
         <pwg:Width>{width}</pwg:Width><pwg:Height>{height}</pwg:Height>\
         </pwg:ScanRegion></pwg:ScanRegions>\
         <pwg:InputSource>{source}</pwg:InputSource>\
         <scan:ColorMode>{colour}</scan:ColorMode>\
         <scan:XResolution>{dpi}</scan:XResolution><scan:YResolution>{dpi}</scan:YResolution>\
         <pwg:DocumentFormat>image/jpeg</pwg:DocumentFormat>\
         <scan:DocumentFormatExt>image/jpeg</scan:DocumentFormatExt>{duplex}\
         </scan:ScanSettings>"
    )
    .into_bytes()
}
