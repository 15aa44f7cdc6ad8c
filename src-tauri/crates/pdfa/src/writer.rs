//! The document: pages as they come, then what belongs to the whole.
//!
//! Never goes back, and never holds more than one page.

use std::io::Write;

use domain::textebene::Seitentext;
use page::Turn;
use pdf_writer::types::{CidFontType, FontFlags, OutputIntentSubtype, SystemInfo, UnicodeCmap};
use pdf_writer::{Content, Date, Filter, Finish, Name, Rect, Ref, Str, TextStr};

use crate::font::{self, Characters};
use crate::objects::Objects;
use crate::picture::placement;
use crate::{
    Attachment, Level, Meta, PagePicture, PdfaError, Relationship, flate, icc, layer, xmp,
};

/// Pages under one node of the tree.
const NODE_PAGES: usize = 64;
/// Shortest and longest side of a page in points (ISO 19005-2, 6.1.13).
const SIDE_POINTS: std::ops::RangeInclusive<f32> = 3.0..=14_400.0;
/// Name of the picture on its page.
const PICTURE: Name<'static> = Name(b"P");

/// A PDF/A being written.
#[derive(Debug)]
pub struct Writer<W: Write> {
    objects: Objects<W>,
    meta: Meta,
    level: Level,
    tree: Ref,
    nodes: Vec<(Ref, usize)>,
    // Pages of the node that is being filled.
    node: Option<(Ref, Vec<Ref>)>,
    font: Option<Ref>,
    characters: Characters,
    files: Vec<File>,
}

/// A file that was put in.
#[derive(Debug)]
struct File {
    name: String,
    spec: Ref,
}

impl<W: Write> Writer<W> {
    /// Starts a document.
    pub fn new(out: W, meta: &Meta, level: Level) -> Result<Writer<W>, PdfaError> {
        let mut objects = Objects::new(out)?;
        Ok(Writer {
            tree: objects.reserve()?,
            objects,
            meta: meta.clone(),
            level,
            nodes: Vec::new(),
            node: None,
            font: None,
            characters: Characters::default(),
            files: Vec::new(),
        })
    }

    /// Writes one page; width and height are those of the page as it is shown, in points.
    ///
    /// The picture is turned clockwise and then fills the page. The text's places are those of
    /// the page as it is shown.
    pub fn page(
        &mut self,
        picture: PagePicture<'_>,
        width_pt: f32,
        height_pt: f32,
        turn: Turn,
        text: Option<&Seitentext>,
    ) -> Result<(), PdfaError> {
        if !(SIDE_POINTS.contains(&width_pt) && SIDE_POINTS.contains(&height_pt)) {
            return Err(PdfaError::PageSize(width_pt, height_pt));
        }
        let image = self.objects.add(|id, chunk| picture.write(id, chunk))?;
        let mut content = Content::new();
        content.save_state().transform(placement(turn, width_pt, height_pt));
        content.x_object(PICTURE).restore_state();
        let size = layer::Page { width: width_pt, height: height_pt };
        let with_text =
            text.is_some_and(|text| layer::write(&mut content, text, size, &mut self.characters));
        let font = if with_text { Some(self.font()?) } else { None };
        let content_id = self.stream(&content.finish())?;
        let node = self.node_with_room()?;
        let page = self.objects.add(|id, chunk| {
            let mut page = chunk.page(id);
            page.parent(node).media_box(Rect::new(0.0, 0.0, width_pt, height_pt));
            page.contents(content_id);
            let mut resources = page.resources();
            resources.x_objects().pair(PICTURE, image);
            if let Some(font) = font {
                resources.fonts().pair(layer::FONT, font);
            }
            Ok(())
        })?;
        self.node.iter_mut().for_each(|(_, pages)| pages.push(page));
        Ok(())
    }

    /// Puts a file into the document; only in PDF/A-3.
    pub fn attach(&mut self, attachment: Attachment<'_>) -> Result<(), PdfaError> {
        if self.level != Level::A3u {
            return Err(PdfaError::NoAttachments);
        }
        let size = i32::try_from(attachment.bytes.len()).map_err(|_| PdfaError::TooLarge)?;
        let packed = flate::bytes(attachment.bytes)?;
        let date = xmp::date(self.meta.erstellt_um);
        let mime = Name(attachment.mime.as_bytes());
        let bytes = self.objects.add(|id, chunk| {
            let mut file = chunk.embedded_file(id, &packed);
            file.filter(Filter::FlateDecode);
            file.subtype(mime);
            file.params().size(size).modification_date(date);
            Ok(())
        })?;
        let name = xmp::text(attachment.name);
        let spec = self.objects.add(|id, chunk| {
            let mut spec = chunk.file_spec(id);
            // The first name is for old readers; where it is not plain, they see the mark.
            let plain: String = name.chars().map(|c| if c.is_ascii() { c } else { '_' }).collect();
            spec.path(Str(plain.as_bytes())).unic_file(TextStr(&name));
            spec.description(TextStr(&xmp::text(attachment.beschreibung)));
            spec.association_kind(attachment.relationship.into());
            let mut files = spec.insert(Name(b"EF")).dict();
            files.pair(Name(b"F"), bytes).pair(Name(b"UF"), bytes);
            Ok(())
        })?;
        self.files.push(File { name, spec });
        Ok(())
    }

    /// Writes what is left and returns the output.
    pub fn finish(mut self) -> Result<W, PdfaError> {
        self.close_node()?;
        if self.nodes.is_empty() {
            return Err(PdfaError::Empty);
        }
        self.write_tree()?;
        if let Some(font) = self.font {
            self.write_font(font)?;
        }
        let info = self.write_info()?;
        let catalog = self.write_catalog()?;
        self.objects.finish(catalog, info)
    }

    /// A packed stream without any other keys.
    fn stream(&mut self, bytes: &[u8]) -> Result<Ref, PdfaError> {
        let packed = flate::bytes(bytes)?;
        self.objects.add(|id, chunk| {
            chunk.stream(id, &packed).filter(Filter::FlateDecode);
            Ok(())
        })
    }

    fn font(&mut self) -> Result<Ref, PdfaError> {
        match self.font {
            Some(font) => Ok(font),
            None => Ok(*self.font.insert(self.objects.reserve()?)),
        }
    }

    /// Returns the node that the next page belongs to; a full one is closed first.
    fn node_with_room(&mut self) -> Result<Ref, PdfaError> {
        if self.node.as_ref().is_some_and(|(_, pages)| pages.len() >= NODE_PAGES) {
            self.close_node()?;
        }
        match &self.node {
            Some((node, _)) => Ok(*node),
            None => {
                let node = self.objects.reserve()?;
                self.node = Some((node, Vec::new()));
                Ok(node)
            }
        }
    }

    fn close_node(&mut self) -> Result<(), PdfaError> {
        let Some((node, pages)) = self.node.take() else { return Ok(()) };
        let (tree, count) = (self.tree, pages.len());
        self.nodes.push((node, count));
        self.objects.write(node, |id, chunk| {
            let mut node = chunk.pages(id);
            node.parent(tree).count(i32::try_from(count).unwrap_or(0)).kids(pages);
            Ok(())
        })
    }

    fn write_tree(&mut self) -> Result<(), PdfaError> {
        let count = self.nodes.iter().map(|(_, pages)| pages).sum::<usize>();
        let count = i32::try_from(count).map_err(|_| PdfaError::TooLarge)?;
        let nodes = std::mem::take(&mut self.nodes);
        self.objects.write(self.tree, |id, chunk| {
            chunk.pages(id).count(count).kids(nodes.into_iter().map(|(node, _)| node));
            Ok(())
        })
    }

    fn write_font(&mut self, font: Ref) -> Result<(), PdfaError> {
        let name = Name(font::NAME.as_bytes());
        let adobe = |ordering| SystemInfo { registry: Str(b"Adobe"), ordering, supplement: 0 };
        let program = self.characters.truetype();
        let program_bytes = i32::try_from(program.len()).unwrap_or(i32::MAX);
        let program = flate::bytes(&program)?;
        let mut meanings = UnicodeCmap::new(Name(b"Zeichen"), adobe(Str(b"UCS")));
        self.characters.iter().for_each(|(number, c)| meanings.pair(number, c));
        let meanings = self.stream(&meanings.finish())?;
        let file = self.objects.add(|id, chunk| {
            let mut stream = chunk.stream(id, &program);
            stream.filter(Filter::FlateDecode).pair(Name(b"Length1"), program_bytes);
            Ok(())
        })?;
        let descriptor = self.objects.add(|id, chunk| {
            let (ascent, descent) = (f32::from(font::ASCENT), f32::from(font::DESCENT));
            let mut descriptor = chunk.font_descriptor(id);
            descriptor.name(name).flags(FontFlags::FIXED_PITCH | FontFlags::SYMBOLIC);
            descriptor.bbox(Rect::new(0.0, descent, f32::from(font::WIDTH), ascent));
            descriptor.italic_angle(0.0).ascent(ascent).descent(descent).cap_height(ascent);
            descriptor.stem_v(80.0).font_file2(file);
            Ok(())
        })?;
        let descendant = self.objects.add(|id, chunk| {
            let mut descendant = chunk.cid_font(id);
            descendant.subtype(CidFontType::Type2).base_font(name);
            descendant.system_info(adobe(Str(b"Identity"))).font_descriptor(descriptor);
            descendant.default_width(f32::from(font::WIDTH));
            descendant.cid_to_gid_map_predefined(Name(b"Identity"));
            Ok(())
        })?;
        self.objects.write(font, |id, chunk| {
            let mut font = chunk.type0_font(id);
            font.base_font(name).encoding_predefined(Name(b"Identity-H"));
            font.descendant_font(descendant).to_unicode(meanings);
            Ok(())
        })
    }

    fn write_info(&mut self) -> Result<Ref, PdfaError> {
        let (title, program) = (xmp::text(&self.meta.titel), xmp::text(&self.meta.programm));
        let date: Date = xmp::date(self.meta.erstellt_um);
        self.objects.add(|id, chunk| {
            let mut info = chunk.indirect(id).start::<pdf_writer::writers::DocumentInfo<'_>>();
            if !title.is_empty() {
                info.title(TextStr(&title));
            }
            info.creator(TextStr(&program)).producer(TextStr(&program));
            info.creation_date(date).modified_date(date);
            Ok(())
        })
    }

    fn write_catalog(&mut self) -> Result<Ref, PdfaError> {
        let profile = flate::bytes(&icc::srgb())?;
        let packet = xmp::packet(&self.meta, self.level);
        let colours = self.objects.add(|id, chunk| {
            let mut colours = chunk.icc_profile(id, &profile);
            colours.n(3).filter(Filter::FlateDecode);
            Ok(())
        })?;
        // Never packed, so that it can be found without understanding the file.
        let metadata = self.objects.add(|id, chunk| {
            chunk.metadata(id, packet.as_bytes());
            Ok(())
        })?;
        let (tree, files, titled) = (self.tree, &mut self.files, !self.meta.titel.is_empty());
        // A name tree is sorted by its keys.
        files.sort_by(|a, b| a.name.cmp(&b.name).then(a.spec.cmp(&b.spec)));
        let sprache = &self.meta.sprache;
        self.objects.add(|id, chunk| {
            let mut catalog = chunk.indirect(id).start::<pdf_writer::writers::Catalog<'_>>();
            catalog.pages(tree).metadata(metadata).lang(TextStr(sprache));
            if titled {
                catalog.viewer_preferences().display_doc_title(true);
            }
            let mut intents = catalog.output_intents();
            let mut intent = intents.push();
            intent.subtype(OutputIntentSubtype::PDFA).dest_output_profile(colours);
            intent.output_condition_identifier(TextStr("sRGB IEC61966-2.1"));
            intent.info(TextStr("sRGB IEC61966-2.1"));
            intent.finish();
            intents.finish();
            if !files.is_empty() {
                write_files(&mut catalog, files);
            }
            Ok(())
        })
    }
}

/// Lists the files twice: by name, and as belonging to the document.
fn write_files(catalog: &mut pdf_writer::writers::Catalog<'_>, files: &[File]) {
    let mut names = catalog.names();
    let mut tree = names.embedded_files();
    let mut entries = tree.names();
    for (number, file) in files.iter().enumerate() {
        // Two files may have the same name; their keys may not.
        let key = format!("{number:06} {}", file.name);
        entries.insert(Str(key.as_bytes()), file.spec);
    }
    entries.finish();
    tree.finish();
    names.finish();
    catalog.insert(Name(b"AF")).array().items(files.iter().map(|file| file.spec));
}

impl From<Relationship> for pdf_writer::types::AssociationKind {
    fn from(relationship: Relationship) -> Self {
        match relationship {
            Relationship::Source => Self::Source,
            Relationship::Data => Self::Data,
            Relationship::Alternative => Self::Alternative,
            Relationship::Supplement => Self::Supplement,
            Relationship::Unspecified => Self::Unspecified,
        }
    }
}
