//! A checker of our own for the clauses of ISO 19005-2 and -3 that a writer like ours can break.
//!
//! Never a full validator, and never shares code with the writer.

use lopdf::{Dictionary, Document, Object, Stream};
use pdfa::Level;

use crate::support::meta;

/// Asserts that nothing is wrong.
pub(crate) fn check(pdf: &[u8], level: Level) {
    assert_eq!(findings(pdf, level), Vec::<String>::new());
}

/// Everything that is wrong with a file of ours.
pub(crate) fn findings(pdf: &[u8], level: Level) -> Vec<String> {
    let mut found = whole(pdf);
    let Ok(document) = Document::load_mem(pdf) else { return vec!["unreadable".to_owned()] };
    let mut check = Check { document: &document, found: Vec::new() };
    check.ours(level);
    check.fonts();
    check.pages();
    found.extend(check.found);
    found
}

/// What holds for any PDF/A, whoever made it.
pub(crate) fn whole(pdf: &[u8]) -> Vec<String> {
    let Ok(document) = Document::load_mem(pdf) else { return vec!["unreadable".to_owned()] };
    let mut check = Check { document: &document, found: Vec::new() };
    check.file(pdf);
    check.catalog();
    check.streams();
    check.found
}

struct Check<'a> {
    document: &'a Document,
    found: Vec<String>,
}

impl<'a> Check<'a> {
    fn that(&mut self, holds: bool, rule: &str) {
        if !holds {
            self.found.push(rule.to_owned());
        }
    }

    fn get(&self, dict: &'a Dictionary, key: &[u8]) -> Option<&'a Object> {
        self.document.dereference(dict.get(key).ok()?).ok().map(|(_, object)| object)
    }

    fn dict(&self, dict: &'a Dictionary, key: &[u8]) -> Option<&'a Dictionary> {
        match self.get(dict, key)? {
            Object::Stream(stream) => Some(&stream.dict),
            object => object.as_dict().ok(),
        }
    }

    fn root(&self) -> &'a Dictionary {
        self.document.catalog().unwrap()
    }

    /// 6.1.2, 6.1.3: header, trailer.
    fn file(&mut self, pdf: &[u8]) {
        let header = pdf.starts_with(b"%PDF-1.")
            && pdf.get(7).is_some_and(u8::is_ascii_digit)
            && pdf[8..].iter().position(|b| *b == b'%').is_some_and(|at| {
                at <= 2 && pdf[8 + at + 1..8 + at + 5].iter().all(|byte| *byte > 127)
            });
        self.that(header, "6.1.2 header and binary comment");
        let id = self.document.trailer.get(b"ID").and_then(Object::as_array);
        let id = id.is_ok_and(|id| id.len() == 2 && id.iter().all(|part| part.as_str().is_ok()));
        self.that(id, "6.1.3 ID");
        self.that(!self.document.trailer.has(b"Encrypt"), "6.1.3 encrypted");
        let end = pdf.trim_ascii_end().ends_with(b"%%EOF");
        self.that(end, "6.1.3 bytes after the end");
    }

    /// 6.2.3, 6.5, 6.6, 6.9: what the catalog may and must have.
    fn catalog(&mut self) {
        let root = self.root();
        for key in ["OCProperties", "AA", "OpenAction", "Requirements", "NeedsRendering"] {
            self.that(!root.has(key.as_bytes()), &format!("catalog has {key}"));
        }
        let names = self.dict(root, b"Names");
        let script = names.is_some_and(|names| names.has(b"JavaScript"));
        self.that(!script, "6.6.1 JavaScript");
        let intents = self.get(root, b"OutputIntents").and_then(|o| o.as_array().ok());
        let intent = intents.and_then(|intents| {
            let (_, intent) = self.document.dereference(intents.first()?).ok()?;
            intent.as_dict().ok()
        });
        let Some(intent) = intent else { return self.that(false, "6.2.3 no output intent") };
        let kind = intent.get(b"S").and_then(Object::as_name).is_ok_and(|s| s == b"GTS_PDFA1");
        self.that(kind, "6.2.3 another output intent");
        let profile = self.get(intent, b"DestOutputProfile").and_then(|o| o.as_stream().ok());
        self.that(profile.is_some_and(is_rgb_profile), "6.2.3 profile");
        let metadata = self.get(root, b"Metadata").and_then(|o| o.as_stream().ok());
        let Some(metadata) = metadata else { return self.that(false, "6.6.2 no metadata") };
        self.that(!metadata.dict.has(b"Filter"), "6.6.2.1 packed metadata");
        let Ok(xmp) = std::str::from_utf8(&metadata.content) else {
            return self.that(false, "6.6.2.1 not UTF-8");
        };
        let opening = xmp.split_once("?>").map_or("", |(opening, _)| opening);
        self.that(!opening.contains("bytes=") && !opening.contains("encoding="), "6.6.2.1 xpacket");
        self.that(well_formed(xmp), "6.6.2.1 XML");
        self.that(xmp.contains("pdfaid"), "6.6.4 no pdfaid");
    }

    /// 6.1.7, 6.2.8: streams and pictures.
    fn streams(&mut self) {
        for object in self.document.objects.values() {
            let Ok(stream) = object.as_stream() else { continue };
            for key in ["F", "FFilter", "FDecodeParms"] {
                self.that(!stream.dict.has(key.as_bytes()), "6.1.7.1 external stream");
            }
            for filter in stream.filters().unwrap_or_default() {
                let known = [
                    "FlateDecode",
                    "DCTDecode",
                    "CCITTFaxDecode",
                    "ASCIIHexDecode",
                    "ASCII85Decode",
                    "RunLengthDecode",
                ];
                let name = String::from_utf8_lossy(filter).into_owned();
                self.that(known.contains(&name.as_str()), &format!("filter {name}"));
            }
            let subtype = stream.dict.get(b"Subtype").and_then(Object::as_name);
            if subtype.is_ok_and(|subtype| subtype == b"Image") {
                let smooth = stream.dict.get(b"Interpolate").and_then(Object::as_bool);
                self.that(!smooth.unwrap_or(false), "6.2.8 Interpolate");
                for key in ["Alternates", "OPI"] {
                    self.that(!stream.dict.has(key.as_bytes()), &format!("6.2.8 {key}"));
                }
            }
        }
    }

    /// What only our own files promise: claims, equal facts, embedded files.
    fn ours(&mut self, level: Level) {
        let root = self.root();
        let metadata = self.get(root, b"Metadata").and_then(|o| o.as_stream().ok());
        let xmp = metadata.map(|stream| String::from_utf8_lossy(&stream.content));
        let xmp = xmp.unwrap_or_default();
        let part = if level == Level::A2u { 2 } else { 3 };
        self.that(xmp.contains(&format!("<pdfaid:part>{part}</pdfaid:part>")), "6.6.4 part");
        let conformance = xmp.contains("<pdfaid:conformance>U</pdfaid:conformance>");
        self.that(conformance, "6.6.4 conformance");
        let info = self.document.trailer.get(b"Info").and_then(Object::as_reference);
        let info = info.and_then(|id| self.document.get_dictionary(id)).unwrap();
        let said = |key: &[u8]| lopdf::decode_text_string(info.get(key).unwrap()).unwrap();
        let meta = meta();
        self.that(said(b"Title") == meta.titel, "title");
        self.that(xmp.contains("Gebühren &amp; &lt;Auslagen"), "XMP title");
        let producer = format!("{}</pdf:Producer>", said(b"Producer"));
        self.that(xmp.contains(&producer), "XMP producer");
        for key in ["CreationDate", "ModDate"] {
            self.that(said(key.as_bytes()).starts_with("D:20260304050607"), key);
        }
        for key in ["CreateDate", "ModifyDate"] {
            let date = format!("2026-03-04T05:06:07Z</xmp:{key}>");
            self.that(xmp.contains(&date), &format!("XMP {key}"));
        }
        let lang = root.get(b"Lang").and_then(lopdf::decode_text_string);
        self.that(lang.is_ok_and(|lang| lang == "de-DE"), "Lang");
        let files = self.get(root, b"AF").and_then(|o| o.as_array().ok());
        match level {
            Level::A2u => self.that(files.is_none() && !root.has(b"Names"), "files in PDF/A-2"),
            Level::A3u => self.files(files.map(Vec::as_slice).unwrap_or_default()),
        }
    }

    /// ISO 19005-3, 6.8.
    fn files(&mut self, files: &'a [Object]) {
        self.that(!files.is_empty(), "6.8 no associated files");
        for file in files {
            let (_, spec) = self.document.dereference(file).unwrap();
            let spec = spec.as_dict().unwrap();
            for key in ["F", "UF", "EF", "AFRelationship"] {
                self.that(spec.has(key.as_bytes()), &format!("6.8 file without {key}"));
            }
            let bytes = self.dict(spec, b"EF").and_then(|ef| self.dict(ef, b"F"));
            let kind = bytes.is_some_and(|bytes| bytes.has(b"Subtype") && bytes.has(b"Params"));
            self.that(kind, "6.8 embedded file without its kind");
        }
    }

    /// 6.2.11: fonts.
    fn fonts(&mut self) {
        for object in self.document.objects.values() {
            let Ok(font) = object.as_dict() else { continue };
            let is = |key: &[u8], name: &[u8]| {
                font.get(key).and_then(Object::as_name).is_ok_and(|value| value == name)
            };
            if is(b"Type", b"Font") && is(b"Subtype", b"Type0") {
                self.that(is(b"Encoding", b"Identity-H"), "6.2.11.3.3 encoding");
                let meanings = self.get(font, b"ToUnicode").and_then(|o| o.as_stream().ok());
                self.that(meanings.is_some_and(meanings_are_sound), "6.2.11.7.2 ToUnicode");
            }
            if is(b"Type", b"Font") && is(b"Subtype", b"CIDFontType2") {
                self.that(is(b"CIDToGIDMap", b"Identity"), "6.2.11.3.2 CIDToGIDMap");
                let descriptor = self.dict(font, b"FontDescriptor");
                let program = descriptor.and_then(|descriptor| self.get(descriptor, b"FontFile2"));
                let program = program.and_then(|o| o.as_stream().ok()?.decompressed_content().ok());
                let Some(program) = program else { return self.that(false, "6.2.11.4 embedded") };
                let Ok(face) = ttf_parser::Face::parse(&program, 0) else {
                    return self.that(false, "6.2.11.2 broken font");
                };
                let width = font.get(b"DW").and_then(Object::as_i64).unwrap_or(1000);
                let per_em = i64::from(face.units_per_em());
                let same = (0..face.number_of_glyphs()).all(|glyph| {
                    let advance = face.glyph_hor_advance(ttf_parser::GlyphId(glyph));
                    advance.is_some_and(|advance| i64::from(advance) * 1000 / per_em == width)
                });
                self.that(same && !font.has(b"W"), "6.2.11.5 widths");
                let seen = (0..face.number_of_glyphs())
                    .any(|glyph| face.glyph_bounding_box(ttf_parser::GlyphId(glyph)).is_some());
                self.that(!seen, "a glyph that can be seen");
                self.codes(face.number_of_glyphs());
            }
        }
    }

    /// Every code that is shown has a glyph and a meaning, and is not 0.
    fn codes(&mut self, glyphs: u16) {
        for page in self.document.get_pages().into_values() {
            let content = self.document.get_page_content(page);
            let content = lopdf::content::Content::decode(&content).unwrap();
            for operation in content.operations.iter().filter(|o| o.operator == "Tj") {
                let codes = operation.operands[0].as_str().unwrap();
                let sound = codes.chunks(2).all(|code| {
                    let code = u16::from_be_bytes([code[0], code[1]]);
                    code != 0 && code < glyphs
                });
                self.that(sound, "6.2.11.8 a code without a glyph");
                self.that(codes.len() <= 32_767, "6.1.13 string");
            }
        }
    }

    /// 6.1.13, 6.2.2, 6.3: pages.
    fn pages(&mut self) {
        for page in self.document.get_pages().into_values() {
            let dict = self.document.get_dictionary(page).unwrap();
            for key in ["Annots", "AA", "Group", "Rotate"] {
                self.that(!dict.has(key.as_bytes()), &format!("page with {key}"));
            }
            self.that(dict.has(b"Resources"), "6.2.2 resources");
            let media = dict.get(b"MediaBox").and_then(Object::as_array).unwrap();
            let sides = [media[2].as_float().unwrap(), media[3].as_float().unwrap()];
            self.that(sides.iter().all(|side| (3.0..=14_400.0).contains(side)), "6.1.13 size");
            let content = self.document.get_page_content(page);
            let content = lopdf::content::Content::decode(&content).unwrap();
            let known = ["q", "cm", "Do", "Q", "BT", "Tr", "Tf", "Tz", "Tm", "Tj", "ET"];
            for operation in &content.operations {
                let operator = operation.operator.as_str();
                self.that(known.contains(&operator), &format!("operator {operator}"));
                if operator == "Tr" {
                    self.that(operation.operands[0].as_i64().unwrap() == 3, "text that is seen");
                }
            }
            let count = |operator: &str| {
                content.operations.iter().filter(|o| o.operator == operator).count()
            };
            self.that(count("q") == count("Q") && count("Do") == 1, "balance");
            self.that(count("Tj") == 0 || count("Tr") == 1, "text without a mode");
        }
    }
}

fn is_rgb_profile(stream: &Stream) -> bool {
    let three = stream.dict.get(b"N").and_then(Object::as_i64).is_ok_and(|n| n == 3);
    let profile = stream.decompressed_content().unwrap_or_else(|_| stream.content.clone());
    let size = profile.first_chunk::<4>().map_or(0, |size| u32::from_be_bytes(*size));
    three
        && size as usize == profile.len()
        && profile[8] < 5
        && matches!(&profile[12..16], b"mntr" | b"prtr")
        && &profile[16..20] == b"RGB "
        && &profile[36..40] == b"acsp"
}

/// No code means nothing, the byte order mark, or its mirror image.
fn meanings_are_sound(stream: &Stream) -> bool {
    let Ok(cmap) = stream.decompressed_content() else { return false };
    let cmap = String::from_utf8_lossy(&cmap).into_owned();
    let pairs: Vec<(&str, &str)> = cmap
        .lines()
        .filter_map(|line| line.strip_prefix('<')?.strip_suffix('>')?.split_once("> <"))
        .filter(|pair| *pair != ("0000", "FFFF"))
        .collect();
    !pairs.is_empty()
        && pairs.iter().all(|(code, meaning)| {
            code.len() == 4 && !matches!(*meaning, "" | "0000" | "FEFF" | "FFFE")
        })
        && cmap.contains("begincodespacerange")
}

/// Whether every element that opens also closes.
fn well_formed(xml: &str) -> bool {
    let mut reader = quick_xml::Reader::from_str(xml);
    loop {
        match reader.read_event() {
            Ok(quick_xml::events::Event::Eof) => return true,
            Ok(_) => {}
            Err(_) => return false,
        }
    }
}
