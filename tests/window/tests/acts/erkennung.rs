//! Pictures of pages are read, and the clerk sees how far it is.

use anyhow::Result;
use window::{LONG, Office, Place, by, fixture, until};

use crate::{LINDE, MUEHLGAESSCHEN};

/// Returns a PDF whose pages are all the same picture, as a scanner makes it.
fn scan(jpeg: &[u8], (width, height): (u32, u32), pages: usize) -> Vec<u8> {
    let content = "q 595 0 0 842 0 0 cm /I Do Q";
    let kids: Vec<String> = (0..pages).map(|page| format!("{} 0 R", page + 5)).collect();
    let mut objects = vec![
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        format!("<</Type/Pages/Kids[{}]/Count {pages}>>", kids.join(" ")).into_bytes(),
        format!("<</Length {}>>stream\n{content}\nendstream", content.len()).into_bytes(),
        [
            format!(
                "<</Type/XObject/Subtype/Image/Width {width}/Height {height}/ColorSpace/DeviceGray\
                 /BitsPerComponent 8/Filter/DCTDecode/Length {}>>stream\n",
                jpeg.len()
            )
            .as_bytes(),
            jpeg,
            b"\nendstream",
        ]
        .concat(),
    ];
    let page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]\
                /Resources<</XObject<</I 4 0 R>>>>/Contents 3 0 R>>";
    objects.extend((0..pages).map(|_| page.as_bytes().to_vec()));
    let mut pdf = b"%PDF-1.4\n".to_vec();
    let mut table = String::new();
    for (index, object) in objects.iter().enumerate() {
        table += &format!("{:010} 00000 n \n", pdf.len());
        pdf.extend(format!("{} 0 obj\n", index + 1).into_bytes());
        pdf.extend(object);
        pdf.extend(b"\nendobj\n");
    }
    let (start, count) = (pdf.len(), objects.len() + 1);
    let tail = format!(
        "xref\n0 {count}\n0000000000 65535 f \n{table}trailer<</Size {count}/Root 1 0 R>>\n\
         startxref\n{start}\n%%EOF\n"
    );
    pdf.extend(tail.into_bytes());
    pdf
}

/// Returns the practice letter about the Mühlgässchen as a scan of so many equal pages.
pub(crate) fn letter(pages: usize) -> Result<Vec<u8>> {
    Ok(scan(&fixture("brief.jpg")?, (1241, 1754), pages))
}

#[tokio::test]
async fn scanned_letter_is_read_and_its_words_are_found_on_the_scan() -> Result<()> {
    let office = Office::start("erkennung-scan").await?;
    let window = office.window().await?;
    office.deliver_bytes("gescannter-brief.pdf", &letter(2)?)?;
    window.arrives("gescannter").await?;
    window.choose("gescannter").await?;
    // The switch comes as soon as the copy is there, and the original stays in view.
    window.see(&by("button", "Original").chosen().inside("group", "Ansicht")).await?;
    window.press("Control+f").await?;
    window.see(&by("searchbox", "Im Dokument suchen").focused()).await?;
    window.write(MUEHLGAESSCHEN.word).await?;
    window.read("1 von 2").await?;
    // A page's marks come with the page.
    until("a mark on each of two pages", LONG, async || {
        Ok((window.count(".fh-funde div").await? == 2).then_some(()))
    })
    .await?;
    window.press_button("Durchsuchbare Kopie").await?;
    window.read("Maßgeblich ist das Original.").await?;
    window.read(MUEHLGAESSCHEN.word).await
}

#[tokio::test]
async fn tiff_is_shown_as_its_searchable_copy() -> Result<()> {
    let office = Office::start("erkennung-tiff").await?;
    let window = office.window().await?;
    office.deliver_bytes("telefax-anfrage.tif", &fixture("fax.tif")?)?;
    window.arrives("telefax").await?;
    window.choose("telefax").await?;
    window.read("weil dieses Format hier nicht angezeigt werden kann").await?;
    window.read(LINDE.word).await
}

#[tokio::test]
async fn reading_is_stopped_and_started_again() -> Result<()> {
    let office = Office::start("erkennung-abbruch").await?;
    let window = office.window().await?;
    // Long enough to be met at work.
    office.deliver_bytes("langer-scan.pdf", &letter(40)?)?;
    window.arrives("langer").await?;
    window.go(Place::Abgleich).await?;
    window.read("von 40").await?;
    window.press_button("Abbrechen").await?;
    window.read("1 Dokument wurde nicht gelesen").await?;
    window.read("Zurzeit wird kein Text erkannt.").await?;
    window.press_button("1 Dokument wurde nicht gelesen").await?;
    window.press_button("Erneut starten").await?;
    window.gone(&by("button", "Erneut starten")).await?;
    window.see(&by("button", "Abbrechen").inside("region", "Texterkennung")).await
}
