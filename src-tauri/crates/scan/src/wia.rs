//! Scanners that Windows drives (WIA), through `Windows.Devices.Scanners`.
//!
//! Never a page in memory: Windows writes it into a folder of ours, from where it is taken once
//! the next one comes or the scan has ended. Compiled for Windows, and run nowhere yet.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use domain::transfervermerk::{Farbe, Geraet};
use windows::Devices::Enumeration::DeviceInformation;
use windows::Devices::Scanners::{
    IImageScannerSourceConfiguration, ImageScanner, ImageScannerColorMode, ImageScannerFormat,
    ImageScannerResolution, ImageScannerScanResult, ImageScannerScanSource,
};
use windows::Foundation::Rect;
use windows::Storage::StorageFolder;
use windows::core::{HRESULT, HSTRING, Interface, RuntimeType};
use windows_future::{AsyncStatus, IAsyncOperation, IAsyncOperationWithProgress};

use crate::device::{Aufloesungen, Format};
use crate::lokal::Lokal;
use crate::{
    Cancel, Einstellung, Fach, Faehigkeiten, Job, PageHead, Papier, ScanError, Scanner, Zufuhr,
    jpeg,
};

/// Longest wait for a driver's answer.
const ASK: Duration = Duration::from_secs(60);
/// Longest time for one page.
const PAGE: Duration = Duration::from_secs(300);
/// How long a scan that was told to stop may take.
const END: Duration = Duration::from_secs(10);
const TICK: Duration = Duration::from_millis(100);
/// Largest page.
const PAGE_BYTES_MAX: u64 = 256 * 1024 * 1024;
/// Tenths of a millimetre in an inch.
const INCH: f32 = 254.0;

/// Asks Windows which devices there are.
pub(crate) fn devices(cancel: &Cancel) -> Result<Vec<Lokal>, ScanError> {
    let selector = ImageScanner::GetDeviceSelector().map_err(why)?;
    let found = DeviceInformation::FindAllAsyncAqsFilter(&selector).map_err(why)?;
    let found = waited(&found, cancel)?;
    let device = |device: DeviceInformation| -> windows::core::Result<Lokal> {
        let modell = device.Name()?.to_string();
        let geraet = Geraet { hersteller: String::new(), modell, seriennummer: String::new() };
        Ok(Lokal { name: device.Id()?.to_string(), geraet })
    };
    (&found).into_iter().map(|found| device(found).map_err(why)).collect()
}

/// A scanner that Windows drives.
pub(crate) struct WiaScanner {
    device: Lokal,
}

impl WiaScanner {
    pub(crate) fn new(device: Lokal) -> Self {
        Self { device }
    }

    fn open(&self, cancel: &Cancel) -> Result<ImageScanner, ScanError> {
        let id = HSTRING::from(self.device.name.as_str());
        waited(&ImageScanner::FromIdAsync(&id).map_err(why)?, cancel)
    }
}

impl Scanner for WiaScanner {
    fn faehigkeiten(&self, cancel: &Cancel) -> Result<Faehigkeiten, ScanError> {
        let scanner = self.open(cancel)?;
        let there = |source| scanner.IsScanSourceSupported(source).unwrap_or(false);
        let glas = match there(ImageScannerScanSource::Flatbed) {
            true => fach(&source(&scanner, Zufuhr::Glas)?)?,
            false => None,
        };
        let (mut einzug, mut beidseitig) = (None, None);
        if there(ImageScannerScanSource::Feeder) {
            einzug = fach(&source(&scanner, Zufuhr::Einzug)?)?;
            let feeder = scanner.FeederConfiguration().map_err(why)?;
            beidseitig = einzug.clone().filter(|_| feeder.CanScanDuplex().unwrap_or(false));
        }
        Ok(Faehigkeiten { geraet: self.device.geraet.clone(), glas, einzug, beidseitig })
    }

    fn begin<'a>(
        &'a self,
        einstellung: &Einstellung,
        cancel: &Cancel,
    ) -> Result<Box<dyn Job + 'a>, ScanError> {
        let scanner = self.open(cancel)?;
        set(&source(&scanner, einstellung.zufuhr)?, einstellung)?;
        let from = match einstellung.zufuhr {
            Zufuhr::Glas => ImageScannerScanSource::Flatbed,
            Zufuhr::Einzug | Zufuhr::EinzugBeidseitig => {
                let feeder = scanner.FeederConfiguration().map_err(why)?;
                // Nought is all there are.
                feeder.SetMaxNumberOfPages(0).map_err(why)?;
                let both = einstellung.zufuhr == Zufuhr::EinzugBeidseitig;
                if both || feeder.CanScanDuplex().unwrap_or(false) {
                    feeder.SetDuplex(both).map_err(why)?;
                }
                ImageScannerScanSource::Feeder
            }
        };
        let folder = tempfile::tempdir().map_err(ScanError::Write)?;
        let path = HSTRING::from(folder.path().as_os_str());
        let target = StorageFolder::GetFolderFromPathAsync(&path).map_err(why)?;
        let target = waited(&target, cancel)?;
        let running = scanner.ScanFilesToFolderAsync(from, &target).map_err(why)?;
        Ok(Box::new(WiaJob { running, folder, given: Vec::new(), dpi: einstellung.dpi }))
    }
}

fn source(
    scanner: &ImageScanner,
    zufuhr: Zufuhr,
) -> Result<IImageScannerSourceConfiguration, ScanError> {
    let source = match zufuhr {
        Zufuhr::Glas => scanner.FlatbedConfiguration().and_then(|glass| glass.cast()),
        _ => scanner.FeederConfiguration().and_then(|feeder| feeder.cast()),
    };
    source.map_err(why)
}

/// Reads what a source can. Black and white is left out: it comes as a format of its own.
fn fach(source: &IImageScannerSourceConfiguration) -> Result<Option<Fach>, ScanError> {
    let (least, most) =
        (source.MinResolution().map_err(why)?, source.MaxResolution().map_err(why)?);
    let area = source.MaxScanArea().map_err(why)?;
    let farben = [
        (ImageScannerColorMode::Grayscale, Farbe::Graustufen),
        (ImageScannerColorMode::Color, Farbe::Farbe),
    ];
    let known = |mode| source.IsColorModeSupported(mode).unwrap_or(false);
    let farben = farben.into_iter().filter(|(mode, _)| known(*mode));
    let fach = Fach {
        dpi: Aufloesungen::Bereich(dots(least.DpiX), dots(most.DpiX.min(most.DpiY))),
        farben: farben.map(|(_, farbe)| Fach::stufe(farbe)).collect(),
        papier: Papier { breite: tenths(area.Width), hoehe: tenths(area.Height) },
    };
    let jpeg = source.IsFormatSupported(ImageScannerFormat::Jpeg).unwrap_or(false);
    Ok(Some(fach).filter(|fach| jpeg && !fach.farben.is_empty()))
}

fn set(source: &IImageScannerSourceConfiguration, e: &Einstellung) -> Result<(), ScanError> {
    let colour = match e.farbe {
        Farbe::SchwarzWeiss => ImageScannerColorMode::Monochrome,
        Farbe::Graustufen => ImageScannerColorMode::Grayscale,
        Farbe::Farbe => ImageScannerColorMode::Color,
    };
    let dpi = f32::from(e.dpi);
    let area = source.MaxScanArea().map_err(why)?;
    let inches = |side: u32, most: f32| (side as f32 / INCH).min(most);
    let paper = Rect {
        X: 0.0,
        Y: 0.0,
        Width: inches(e.papier.breite, area.Width),
        Height: inches(e.papier.hoehe, area.Height),
    };
    let done = source
        .SetFormat(ImageScannerFormat::Jpeg)
        .and_then(|()| source.SetColorMode(colour))
        .and_then(|()| source.SetDesiredResolution(ImageScannerResolution { DpiX: dpi, DpiY: dpi }))
        .and_then(|()| source.SetSelectedScanRegion(paper));
    done.map_err(why)
}

fn dots(dpi: f32) -> u16 {
    // In bounds before it is cut to a whole number.
    dpi.clamp(1.0, 9600.0) as u16
}

fn tenths(inches: f32) -> u32 {
    (inches.clamp(0.0, 100.0) * INCH) as u32
}

/// Waits for an answer of Windows.
fn waited<T: RuntimeType + 'static>(
    asked: &IAsyncOperation<T>,
    cancel: &Cancel,
) -> Result<T, ScanError> {
    let until = Instant::now() + ASK;
    while asked.Status().map_err(why)? == AsyncStatus::Started {
        let stopped = cancel.wait(TICK);
        if stopped || Instant::now() >= until {
            drop(asked.Cancel());
            let silent = ScanError::Unreachable("the driver does not answer".to_owned());
            return Err(if stopped { ScanError::Cancelled } else { silent });
        }
    }
    asked.GetResults().map_err(why)
}

/// Reads out of Windows' error what went wrong (wiadef.h).
fn why(error: windows::core::Error) -> ScanError {
    const fn wia(code: u32) -> HRESULT {
        HRESULT((0x8021_0000 | code) as i32)
    }
    let code = error.code();
    let known = [
        (wia(0x02), ScanError::Jam),
        (wia(0x03), ScanError::FeederEmpty),
        (wia(0x05), ScanError::Unreachable("the device is off line".to_owned())),
        (wia(0x06), ScanError::Busy),
        (wia(0x0a), ScanError::Disconnected("device communication".to_owned())),
        (wia(0x0d), ScanError::Busy),
        (wia(0x16), ScanError::CoverOpen),
        (wia(0x20), ScanError::MultiFeed),
    ];
    let found = known.into_iter().find(|(number, _)| *number == code).map(|(_, error)| error);
    found.unwrap_or_else(|| ScanError::Unreachable(error.to_string()))
}

/// A running scan.
struct WiaJob {
    running: IAsyncOperationWithProgress<ImageScannerScanResult, u32>,
    folder: tempfile::TempDir,
    given: Vec<PathBuf>,
    dpi: u16,
}

impl WiaJob {
    /// Returns the pages that Windows has written and nobody has taken, oldest first.
    fn waiting(&self) -> io::Result<Vec<PathBuf>> {
        let mut found = Vec::new();
        for entry in std::fs::read_dir(self.folder.path())? {
            let path = entry?.path();
            if !self.given.contains(&path) {
                found.push((number(&path), path));
            }
        }
        found.sort();
        Ok(found.into_iter().map(|(_, path)| path).collect())
    }

    fn give(&mut self, path: PathBuf, out: &mut dyn Write) -> Result<PageHead, ScanError> {
        let mut bytes = Vec::new();
        let file = File::open(&path).map_err(ScanError::Write)?;
        file.take(PAGE_BYTES_MAX + 1).read_to_end(&mut bytes).map_err(ScanError::Write)?;
        if bytes.len() as u64 > PAGE_BYTES_MAX {
            return Err(ScanError::TooLarge(PAGE_BYTES_MAX));
        }
        if jpeg::kopf(&bytes).is_none() {
            return Err(ScanError::Answer("a page that is no JPEG"));
        }
        out.write_all(&bytes).map_err(ScanError::Write)?;
        std::fs::remove_file(&path).map_err(ScanError::Write)?;
        self.given.push(path);
        Ok(PageHead { format: Format::Jpeg, dpi: self.dpi })
    }

    /// Says how it ended.
    fn ended(&self) -> Result<(), ScanError> {
        match self.running.GetResults() {
            Ok(_) => Ok(()),
            Err(error) => match why(error) {
                // That is how some feeders say that they are through.
                ScanError::FeederEmpty if !self.given.is_empty() => Ok(()),
                error => Err(error),
            },
        }
    }
}

/// Windows counts names that are there: `Scan.jpg`, `Scan (2).jpg`.
fn number(path: &std::path::Path) -> u32 {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    let counted = stem.as_deref().and_then(|stem| stem.strip_suffix(')')?.rsplit_once('('));
    counted.and_then(|(_, number)| number.parse().ok()).unwrap_or(1)
}

impl Job for WiaJob {
    fn next_page(
        &mut self,
        out: &mut dyn Write,
        cancel: &Cancel,
    ) -> Result<Option<PageHead>, ScanError> {
        let until = Instant::now() + PAGE;
        loop {
            let over = self.running.Status().map_err(why)? != AsyncStatus::Started;
            let waiting = self.waiting().map_err(ScanError::Write)?;
            // The last one may still be growing while the scan goes on.
            let ready = over || waiting.len() > 1;
            match waiting.into_iter().next().filter(|_| ready) {
                Some(page) => return self.give(page, out).map(Some),
                None if over => return self.ended().map(|()| None),
                None if cancel.wait(TICK) => return Err(ScanError::Cancelled),
                None if Instant::now() >= until => {
                    return Err(ScanError::Disconnected("the driver fell silent".to_owned()));
                }
                None => {}
            }
        }
    }

    fn stop(&mut self) {
        let running = || matches!(self.running.Status(), Ok(AsyncStatus::Started));
        if !running() {
            return;
        }
        drop(self.running.Cancel());
        let (until, nobody) = (Instant::now() + END, Cancel::new());
        while running() && Instant::now() < until {
            nobody.wait(TICK);
        }
    }
}
