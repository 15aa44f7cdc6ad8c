//! Tesseract itself, where it is installed.
//!
//! Never silently left out.

use std::path::Path;

use ocr::{CancelFlag, OcrError, Tesseract};
use page::source::{Limits, Pages};
use page::{PageImage, Pixels};

fn installed() -> Option<Tesseract> {
    let own = Path::new(env!("CARGO_BIN_EXE_forsthaus-ocr"));
    let path = std::env::var_os("PATH").unwrap_or_default();
    match Tesseract::find_in(own, &path) {
        Ok(tesseract) => Some(tesseract),
        Err(error @ (OcrError::NotInstalled | OcrError::LanguagesMissing(_))) => {
            eprintln!("NOT CHECKED: {error}");
            None
        }
        Err(error) => panic!("{error:?}"),
    }
}

/// A page with one line in each place, drawn as a reader would.
fn drawn(lines: &[(u32, u32, &str)]) -> PageImage {
    let mut content = String::from("BT /F 12 Tf ");
    for (x, y, line) in lines {
        content += &format!("1 0 0 1 {x} {y} Tm ({line}) Tj ");
    }
    content += "ET";
    let latin: Vec<u8> = content.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    let mut pdf = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (number, body) in [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Count 1/Kids[3 0 R]>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R\
         /Resources<</Font<</F 5 0 R>>>>>>",
        "",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    .iter()
    .enumerate()
    {
        places.push(pdf.len());
        pdf.extend(format!("{} 0 obj\n", number + 1).bytes());
        if body.is_empty() {
            pdf.extend(format!("<</Length {}>>\nstream\n", latin.len()).bytes());
            pdf.extend(&latin);
            pdf.extend(b"\nendstream");
        }
        pdf.extend(format!("{body}\nendobj\n").bytes());
    }
    let table = pdf.len();
    pdf.extend(b"xref\n0 6\n0000000000 65535 f \n");
    places.iter().for_each(|place| pdf.extend(format!("{place:010} 00000 n \n").bytes()));
    pdf.extend(format!("trailer\n<</Size 6/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n").bytes());
    let pages = Pages::open(pdf, "application/pdf", None).unwrap();
    pages.page(0, &Limits::default()).unwrap().image
}

#[test]
fn a_letter_is_read_with_its_sections_and_places() {
    let Some(tesseract) = installed() else { return };
    assert!(tesseract.version().starts_with("tesseract "), "{}", tesseract.version());
    let page = drawn(&[
        (72, 740, "Bescheid über die Gebühren nach § 46 Abs. 1 StVO"),
        (72, 700, "Größe der Fläche an der Straße: 128 m, Aktenzeichen 4.2-17/2026"),
    ]);
    let text = tesseract.read(&page, &CancelFlag::new()).unwrap();
    let lines: Vec<String> = text.text().lines().map(str::to_owned).collect();
    assert_eq!(
        lines,
        [
            "Bescheid über die Gebühren nach § 46 Abs. 1 StVO",
            "Größe der Fläche an der Straße: 128 m, Aktenzeichen 4.2-17/2026",
        ]
    );
    let first = &text.zeilen[0][0];
    // Set at 72 points from the left, its baseline 842 − 740 from above.
    assert!(first.x.abs_diff(720) < 20 && (first.y + first.h).abs_diff(1020) < 20, "{first:?}");
    assert!(text.zeilen.iter().flatten().all(|word| word.sicher > Some(30)));
}

#[test]
fn black_and_white_and_colour_are_read_alike() {
    let Some(tesseract) = installed() else { return };
    let grey = drawn(&[(72, 740, "Anhörung der Beteiligten")]);
    let values: Vec<u8> = match grey.pixels() {
        Pixels::Grey(values) => values.clone(),
        Pixels::Rgb(values) => values.chunks(3).map(|pixel| pixel[1]).collect(),
        Pixels::Bitonal(_) => panic!("a drawn page has greys"),
    };
    let width = grey.width() as usize;
    let bits = values.chunks(width).flat_map(|row| {
        row.chunks(8).map(|eight| {
            let bits = eight.iter().enumerate();
            bits.fold(0_u8, |byte, (x, value)| byte | (u8::from(*value < 128) << (7 - x)))
        })
    });
    let kinds = [
        Pixels::Bitonal(bits.collect()),
        Pixels::Rgb(values.iter().flat_map(|value| [*value; 3]).collect()),
        Pixels::Grey(values),
    ];
    for pixels in kinds {
        let page = PageImage::new(grey.width(), grey.height(), grey.dpi(), pixels).unwrap();
        let text = tesseract.read(&page, &CancelFlag::new()).unwrap();
        assert_eq!(text.text(), "Anhörung der Beteiligten");
    }
}

#[test]
fn an_empty_page_has_no_words() {
    let Some(tesseract) = installed() else { return };
    for (width, height) in [(2480, 3508), (1, 1), (3, 900)] {
        let pixels = Pixels::Grey(vec![255; width as usize * height as usize]);
        let page = PageImage::new(width, height, 300, pixels).unwrap();
        match tesseract.read(&page, &CancelFlag::new()) {
            Ok(text) => assert_eq!(text.text(), "", "{width} by {height}"),
            Err(error) => assert!(error.is_about_page(), "{error:?}"),
        }
    }
}
