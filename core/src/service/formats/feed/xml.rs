//! RSS 2.0 and 0.9x (<https://www.rssboard.org/rss-specification>), RSS 1.0 (<https://web.resource.org/rss/1.0/spec>) and Atom 1.0
//! (RFC 4287), read in one pass: an entry is handed on when it ends, so that no more than one is held. Entities of a document's
//! own are not resolved, and nothing is fetched.

use quick_xml::NsReader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::name::{Namespace, ResolveResult};

use super::when::time;
use super::{Entry, MAX_ENTRIES, MAX_TEXT_BYTES, Reading, Unreadable, html};
use crate::service::formats::references::character;

/// How deep elements may nest. Feeds need seven levels; XHTML within one some more.
const MAX_DEPTH: usize = 100;

/// The elements of feeds themselves: RSS 2.0 has no namespace.
const FEEDS: &[&str] = &[
    "http://www.w3.org/2005/Atom",
    "http://purl.org/rss/1.0/",
    "http://my.netscape.com/rdf/simple/0.9/",
    "http://channel.netscape.com/rdf/simple/0.9/",
    "http://backend.userland.com/rss2",
];
const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const CONTENT: &str = "http://purl.org/rss/1.0/modules/content/";
const DUBLIN_CORE: &[&str] = &["http://purl.org/dc/elements/1.1/", "http://purl.org/dc/terms/"];

/// Reads a feed.
pub(super) fn read(document: &str, reading: &mut Reading) -> Result<(), Unreadable> {
    let mut reader = NsReader::from_str(document);
    let config = reader.config_mut();
    config.expand_empty_elements = true;
    // `AT&T` is a mistake that people make.
    config.allow_dangling_amp = true;
    let mut place = Place::default();
    loop {
        let (namespace, event) = reader.read_resolved_event().map_err(|_| Unreadable)?;
        match event {
            Event::Start(element) => place.enter(Vocabulary::of(namespace), &element)?,
            Event::End(element) => place.leave(element.local_name().into_inner(), reading),
            Event::Text(text) => place.text(&text),
            Event::CData(text) => place.text(&text),
            Event::GeneralRef(reference) => place.reference(&reference),
            // No feed brings entities of its own; what does is made to break its reader.
            Event::DocType(declared) if declared.contains("<!ENTITY") => return Err(Unreadable),
            Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            Event::Eof => return if place.is_whole() { Ok(()) } else { Err(Unreadable) },
        }
    }
}

/// Whose element one is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Vocabulary {
    Feed,
    Rdf,
    Content,
    DublinCore,
    /// Somebody else's: `media:title` is no title.
    Other,
}

impl Vocabulary {
    fn of(namespace: ResolveResult<'_>) -> Self {
        match namespace {
            ResolveResult::Unbound => Self::Feed,
            ResolveResult::Bound(Namespace(uri)) if FEEDS.contains(&uri) => Self::Feed,
            ResolveResult::Bound(Namespace(RDF)) => Self::Rdf,
            ResolveResult::Bound(Namespace(CONTENT)) => Self::Content,
            ResolveResult::Bound(Namespace(uri)) if DUBLIN_CORE.contains(&uri) => Self::DublinCore,
            ResolveResult::Bound(_) | ResolveResult::Unknown(_) => Self::Other,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Dialect {
    /// RSS without RDF: everything is in a channel.
    Rss,
    /// RSS 1.0: items stand beside the channel.
    Rdf,
    Atom,
}

/// What an element holds.
#[derive(Clone, Copy)]
enum Role {
    Title,
    Id,
    Summary,
    Content,
    Published,
    Updated,
    Ends,
    FeedUpdated,
    FeedPublished,
}

/// How an element's text is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Markup {
    Plain,
    /// Escaped HTML.
    Html,
    /// Elements.
    Xhtml,
}

/// An element whose text is kept.
struct Field {
    role: Role,
    markup: Markup,
    depth: usize,
    source: String,
    cut: bool,
}

/// Where in a document the reader is.
#[derive(Default)]
struct Place {
    depth: usize,
    dialect: Option<Dialect>,
    has_channel: bool,
    /// The depth of the entry that it is in, and what is known of it. Nothing is kept of those beyond the last that count.
    entry: Option<(usize, Option<Entry>)>,
    entries: usize,
    field: Option<Field>,
}

impl Place {
    fn enter(&mut self, vocabulary: Vocabulary, element: &BytesStart<'_>) -> Result<(), Unreadable> {
        self.depth = self.depth.saturating_add(1);
        if self.depth > MAX_DEPTH {
            return Err(Unreadable);
        }
        let name = element.local_name();
        if let Some(field) = &mut self.field {
            field.tag("<", name.into_inner());
            return Ok(());
        }
        match (self.dialect, self.depth) {
            (None, 1) => self.dialect = Some(dialect(vocabulary, name.into_inner()).ok_or(Unreadable)?),
            (_, 1) | (None, _) => return Err(Unreadable),
            (Some(dialect), depth) => self.enter_inner(dialect, depth, vocabulary, element),
        }
        Ok(())
    }

    fn enter_inner(&mut self, dialect: Dialect, depth: usize, vocabulary: Vocabulary, element: &BytesStart<'_>) {
        let name = element.local_name();
        let name = name.into_inner();
        let above = depth.saturating_sub(1);
        if let Some((at, entry)) = &self.entry {
            if *at == above
                && entry.is_some()
                && let Some(role) = role(vocabulary, name)
            {
                self.field = Some(Field::new(role, markup(dialect, role, element), depth));
            }
            return;
        }
        let in_channel = if dialect == Dialect::Atom { depth == 2 } else { depth == 3 };
        let at_items = if dialect == Dialect::Rss { depth == 3 } else { depth == 2 };
        match (vocabulary, name) {
            (Vocabulary::Feed, "channel") if depth == 2 => self.has_channel = true,
            (Vocabulary::Feed, "item" | "entry") if at_items => {
                self.entries = self.entries.saturating_add(1);
                self.entry = Some((depth, (self.entries <= MAX_ENTRIES).then(Entry::default)));
            }
            (Vocabulary::Feed, "lastBuildDate" | "updated") | (Vocabulary::DublinCore, "date" | "modified")
                if in_channel =>
            {
                self.field = Some(Field::new(Role::FeedUpdated, Markup::Plain, depth));
            }
            (Vocabulary::Feed, "pubDate") if in_channel => {
                self.field = Some(Field::new(Role::FeedPublished, Markup::Plain, depth));
            }
            _ => {}
        }
    }

    fn leave(&mut self, name: &str, reading: &mut Reading) {
        if let Some(field) = &mut self.field
            && self.depth > field.depth
        {
            field.tag("</", name);
        }
        if let Some(field) = self.field.take_if(|field| field.depth == self.depth) {
            match (field.role, &mut self.entry) {
                (Role::FeedUpdated, _) => reading.updated = reading.updated.or_else(|| time(&field.source)),
                (Role::FeedPublished, _) => reading.published = reading.published.or_else(|| time(&field.source)),
                (_, Some((_, Some(entry)))) => field.fill(entry),
                (_, Some((_, None)) | None) => {}
            }
        }
        if let Some((_, Some(entry))) = self.entry.take_if(|(depth, _)| *depth == self.depth) {
            reading.add(&entry);
        }
        self.depth = self.depth.saturating_sub(1);
    }

    fn text(&mut self, text: &str) {
        if let Some(field) = &mut self.field {
            field.text(text);
        }
    }

    fn reference(&mut self, reference: &BytesRef<'_>) {
        let Some(field) = &mut self.field else { return };
        // A number that is no character stands for nothing.
        match reference.resolve_char_ref() {
            Ok(Some(character)) => field.text(character.encode_utf8(&mut [0; 4])),
            Ok(None) => match resolve_predefined_entity(reference) {
                Some(text) => field.text(text),
                None => field.named(reference),
            },
            Err(_) => {}
        }
    }

    /// Whether it was a feed, and all of it.
    fn is_whole(&self) -> bool {
        self.depth == 0
            && match self.dialect {
                Some(Dialect::Rss | Dialect::Rdf) => self.has_channel,
                Some(Dialect::Atom) => true,
                None => false,
            }
    }
}

impl Field {
    fn new(role: Role, markup: Markup, depth: usize) -> Self {
        Self { role, markup, depth, source: String::new(), cut: false }
    }

    /// An element within: a tag of the text, if the text is markup.
    fn tag(&mut self, open: &str, name: &str) {
        if self.markup != Markup::Plain {
            for part in [open, name, ">"] {
                self.push(part);
            }
        }
    }

    fn text(&mut self, text: &str) {
        if self.markup != Markup::Xhtml {
            return self.push(text);
        }
        // It stands for itself, and must not be read as markup.
        for part in text.split_inclusive(['<', '&']) {
            let (before, escaped) = match (part.strip_suffix('<'), part.strip_suffix('&')) {
                (Some(before), _) => (before, "&lt;"),
                (None, Some(before)) => (before, "&amp;"),
                (None, None) => (part, ""),
            };
            self.push(before);
            self.push(escaped);
        }
    }

    /// An entity that XML does not define: HTML may know it, and a document's own are not looked up.
    fn named(&mut self, name: &str) {
        match (self.markup, character(name)) {
            (Markup::Plain, Some(character)) => self.push(character.encode_utf8(&mut [0; 4])),
            (Markup::Plain | Markup::Html | Markup::Xhtml, _) => {
                for part in ["&", name, ";"] {
                    self.push(part);
                }
            }
        }
    }

    fn push(&mut self, text: &str) {
        let room = MAX_TEXT_BYTES.saturating_sub(self.source.len());
        let kept = text.get(..text.floor_char_boundary(room)).unwrap_or_default();
        self.cut |= kept.len() < text.len();
        self.source.push_str(kept);
    }

    /// Puts it into its entry. The first of a kind counts.
    fn fill(self, entry: &mut Entry) {
        let shown = match self.markup {
            Markup::Plain => self.source,
            Markup::Html | Markup::Xhtml => html::text(&self.source),
        };
        let empty = |text: &str| text.trim().is_empty();
        match self.role {
            Role::Title if empty(&entry.title) => entry.title = shown,
            Role::Summary if empty(&entry.summary) => (entry.summary, entry.cut) = (shown, entry.cut | self.cut),
            Role::Content if empty(&entry.content) => (entry.content, entry.cut) = (shown, entry.cut | self.cut),
            Role::Id if entry.id.is_none() => entry.id = Some(shown),
            Role::Published if entry.published.is_none() => entry.published = time(&shown),
            Role::Updated if entry.updated.is_none() => entry.updated = time(&shown),
            Role::Ends if entry.ends_at.is_none() => entry.ends_at = time(&shown),
            Role::Title
            | Role::Summary
            | Role::Content
            | Role::Id
            | Role::Published
            | Role::Updated
            | Role::Ends
            | Role::FeedUpdated
            | Role::FeedPublished => {}
        }
    }
}

fn dialect(vocabulary: Vocabulary, name: &str) -> Option<Dialect> {
    match (vocabulary, name) {
        (Vocabulary::Feed, "rss") => Some(Dialect::Rss),
        (Vocabulary::Feed, "feed") => Some(Dialect::Atom),
        (Vocabulary::Rdf, "RDF") => Some(Dialect::Rdf),
        _ => None,
    }
}

fn role(vocabulary: Vocabulary, name: &str) -> Option<Role> {
    match (vocabulary, name) {
        (Vocabulary::Feed, "title") => Some(Role::Title),
        (Vocabulary::Feed, "guid" | "id") => Some(Role::Id),
        (Vocabulary::Feed, "description" | "summary") => Some(Role::Summary),
        (Vocabulary::Feed, "content") | (Vocabulary::Content, "encoded") => Some(Role::Content),
        (Vocabulary::Feed, "pubDate" | "published" | "issued") | (Vocabulary::DublinCore, "date" | "created") => {
            Some(Role::Published)
        }
        (Vocabulary::Feed, "updated") | (Vocabulary::DublinCore, "modified") => Some(Role::Updated),
        // Statuspage's own: when scheduled work ends.
        (Vocabulary::Feed, "maintenanceEndDate") => Some(Role::Ends),
        _ => None,
    }
}

fn markup(dialect: Dialect, role: Role, element: &BytesStart<'_>) -> Markup {
    match (role, dialect) {
        (Role::Title | Role::Summary | Role::Content, Dialect::Rss | Dialect::Rdf) => Markup::Html,
        (Role::Title | Role::Summary | Role::Content, Dialect::Atom) => {
            let mut attributes = element.attributes();
            let mut sound = attributes.with_checks(false).filter_map(Result::ok);
            let kind = sound.find(|attribute| attribute.key.into_inner() == "type");
            match kind.as_ref().map(|kind| kind.value.as_ref()) {
                Some("html" | "text/html") => Markup::Html,
                Some("xhtml" | "application/xhtml+xml") => Markup::Xhtml,
                Some(_) | None => Markup::Plain,
            }
        }
        (
            Role::Id | Role::Published | Role::Updated | Role::Ends | Role::FeedUpdated | Role::FeedPublished,
            Dialect::Rss | Dialect::Rdf | Dialect::Atom,
        ) => Markup::Plain,
    }
}
