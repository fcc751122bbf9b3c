//! What is in a shared library: its sections, the names in them, and how its segments are aligned.

use anyhow::{Context, Result};
use object::read::elf::ElfFile64;
use object::{Endianness, Object, ObjectSection, ObjectSegment, ObjectSymbol, SectionKind, SymbolKind};

/// The page of new phones. Android 15 does not load a library that is aligned to less on one of them.
pub(super) const PAGE: u64 = 16_384;

/// What a section is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Purpose {
    Code,
    /// Constants, and what holds addresses.
    Data,
    /// How a panic finds its way up.
    Unwinding,
    /// What the phone's linker reads: relocations, and the names that are asked for and offered.
    Linking,
}

/// A section that takes place in the stripped file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Section {
    pub(super) purpose: Purpose,
    pub(super) address: u64,
    pub(super) size: u64,
}

/// A function or a constant with a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Symbol {
    pub(super) name: String,
    pub(super) address: u64,
    pub(super) size: u64,
}

/// A library that still has its names.
#[derive(Debug)]
pub(super) struct Library {
    pub(super) sections: Vec<Section>,
    pub(super) symbols: Vec<Symbol>,
    /// The alignment of each segment that is loaded.
    alignments: Vec<u64>,
}

impl Library {
    pub(super) fn read(bytes: &[u8]) -> Result<Self> {
        let file = ElfFile64::<Endianness>::parse(bytes).context("the library is no ELF file of 64 bits")?;
        let mut sections = Vec::new();
        for section in file.sections() {
            let purpose = purpose(section.name()?, section.kind());
            let kept = purpose.filter(|_| section.address() != 0 && section.file_range().is_some());
            sections.extend(kept.map(|purpose| Section { purpose, address: section.address(), size: section.size() }));
        }
        let mut symbols = Vec::new();
        for symbol in file.symbols().filter(|symbol| symbol.is_definition() && symbol.size() > 0) {
            if matches!(symbol.kind(), SymbolKind::Text | SymbolKind::Data) {
                let name = symbol.name()?.to_owned();
                symbols.push(Symbol { name, address: symbol.address(), size: symbol.size() });
            }
        }
        let alignments = file.segments().map(|segment| segment.align()).collect();
        Ok(Self { sections, symbols, alignments })
    }

    #[cfg(test)]
    pub(super) fn new(sections: Vec<Section>, symbols: Vec<Symbol>) -> Self {
        Self { sections, symbols, alignments: Vec::new() }
    }

    /// Whether it can be loaded where pages are large.
    pub(super) fn is_aligned(&self) -> bool {
        !self.alignments.is_empty() && self.alignments.iter().all(|alignment| alignment.is_multiple_of(PAGE))
    }

    /// For the person, below the table.
    pub(super) fn alignment_told(&self) -> String {
        let count = self.alignments.len();
        if self.is_aligned() {
            format!("All {count} segments that are loaded are aligned to 16 KB pages.")
        } else {
            format!(
                "The segments that are loaded are aligned to {:?} bytes: phones with 16 KB pages refuse them.",
                self.alignments
            )
        }
    }
}

/// `None` for what takes no place in the file, or is stripped.
fn purpose(name: &str, kind: SectionKind) -> Option<Purpose> {
    match name {
        ".eh_frame" | ".eh_frame_hdr" | ".gcc_except_table" => Some(Purpose::Unwinding),
        ".rela.dyn" | ".rel.dyn" | ".relr.dyn" | ".rela.plt" | ".dynsym" | ".dynstr" | ".gnu.hash" | ".hash"
        | ".dynamic" | ".gnu.version" | ".gnu.version_r" => Some(Purpose::Linking),
        _ if kind == SectionKind::Text => Some(Purpose::Code),
        _ if matches!(
            kind,
            SectionKind::ReadOnlyData
                | SectionKind::ReadOnlyDataWithRel
                | SectionKind::ReadOnlyString
                | SectionKind::Data
                | SectionKind::Tls
        ) =>
        {
            Some(Purpose::Data)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn aligned(alignments: &[u64]) -> Library {
        Library { sections: Vec::new(), symbols: Vec::new(), alignments: alignments.to_vec() }
    }

    #[test]
    fn every_segment_counts() {
        assert!(aligned(&[16_384, 65_536]).is_aligned());
        assert!(!aligned(&[16_384, 4_096]).is_aligned());
        assert!(!aligned(&[]).is_aligned(), "what loads nothing was not read");
        assert!(aligned(&[4_096]).alignment_told().contains("[4096]"));
    }

    // A program of this machine, where it is an ELF file of 64 bits too.
    #[cfg(all(target_os = "linux", target_pointer_width = "64"))]
    #[test]
    fn this_program_can_be_read() {
        let program = std::fs::read(std::env::current_exe().unwrap()).unwrap();
        let library = Library::read(&program).unwrap();
        let code = library.sections.iter().filter(|section| section.purpose == Purpose::Code);
        assert!(code.map(|section| section.size).sum::<u64>() > 100_000);
        assert!(library.symbols.iter().any(|symbol| symbol.name.contains("this_program_can_be_read")));
        assert!(!library.alignments.is_empty());
    }

    #[test]
    fn what_is_stripped_or_takes_no_place_has_no_purpose() {
        assert_eq!(purpose(".symtab", SectionKind::Metadata), None);
        assert_eq!(purpose(".bss", SectionKind::UninitializedData), None);
        assert_eq!(purpose(".gcc_except_table", SectionKind::ReadOnlyData), Some(Purpose::Unwinding));
    }
}
