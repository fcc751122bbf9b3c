//! How much memory a report of twenty screenshots of twelve million pixels takes, from the draft over the preview to the sealed
//! file, over idle: `cargo bench -p wallet-doctor-tests --bench report_memory --profile lab`.
#![expect(clippy::print_stdout, reason = "a table is what it is for")]

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use peak_alloc::PeakAlloc;
use wallet_doctor_core::config::Config;
use wallet_doctor_core::progress::NoProgress;
use wallet_doctor_core::report::{self, Attachment, MAX_ATTACHMENTS, Mask, SupportIdentity};
use wallet_doctor_core::{Complaint, Doctor, Host, Symptom};

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

/// The most over idle, in bytes.
const BUDGET: usize = 64_000_000;
const WIDTH: u32 = 4_000;
const HEIGHT: u32 = 3_000;

/// A screenshot: plain areas, and text-like edges with some grain.
fn screenshot(path: &Path, number: u32) {
    let mut encoder = png::Encoder::new(BufWriter::new(File::create(path).expect("a file")), WIDTH, HEIGHT);
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Fast);
    let mut writer = encoder.write_header().expect("a header");
    let mut rows = writer.stream_writer_with_size(1 << 16).expect("a stream");
    for y in 0..HEIGHT {
        let pixel = |x: u32| {
            let ink = (x / 7 + y / 11 + number).is_multiple_of(5) && (y / 40).is_multiple_of(2);
            let grain = u8::try_from((x ^ y ^ number) & 3).unwrap_or(0);
            if ink { [30 + grain, 30, 40, 255] } else { [250 - grain, 250, 245, 255] }
        };
        let row: Vec<u8> = (0..WIDTH).flat_map(pixel).collect();
        rows.write_all(&row).expect("written");
    }
    rows.finish().expect("finished");
    writer.finish().expect("finished");
}

fn main() {
    let (folder, identity) = (tempfile::tempdir().expect("a folder"), SupportIdentity::generate());
    let paths: Vec<PathBuf> = (0..MAX_ATTACHMENTS).map(|number| folder.path().join(format!("{number}.png"))).collect();
    paths.iter().zip(0..).for_each(|(path, number)| screenshot(path, number));
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
    let config = Config::from_json(br#"{"provider_name":"Example Pay","locale":"en"}"#).expect("a config");
    let doctor = Doctor::open(config, Host::default()).expect("a doctor");
    let diagnosis =
        runtime.block_on(doctor.diagnose(Complaint::new(Symptom::Other), &NoProgress)).expect("a diagnosis");
    // What is made once for all, such as the word lists, is there before.
    let first = runtime.block_on(doctor.draft_report(&diagnosis, Vec::new())).expect("a draft");
    drop((first.preview(), report::seal(first.redact(), &[identity.recipient()], folder.path())));

    let idle = ALLOCATOR.current_usage();
    ALLOCATOR.reset_peak_usage();
    let masks = vec![Mask { x: 100, y: 100, width: 900, height: 80 }];
    let pictures = paths.into_iter().map(|path| Attachment::Picture { name: None, path, masks: masks.clone() });
    let draft = runtime.block_on(doctor.draft_report(&diagnosis, pictures.collect())).expect("a draft");
    let drafted = ALLOCATOR.peak_usage() - idle;
    let preview = draft.preview();
    assert!(preview.left_out.is_empty() && preview.sightings.is_empty());
    let sizes: u64 = preview.files.iter().map(|file| file.size).sum();
    drop(preview);
    let previewed = ALLOCATOR.peak_usage() - idle;
    report::seal(draft.redact(), &[identity.recipient()], folder.path()).expect("it is sealed");
    let most = ALLOCATOR.peak_usage() - idle;
    println!("{MAX_ATTACHMENTS} screenshots of {WIDTH} × {HEIGHT}, {:.1} MB in the report", sizes as f64 / 1e6);
    println!(
        "most over idle: drafted {:.1} MB, previewed {:.1} MB, sealed {:.1} MB",
        drafted as f64 / 1e6,
        previewed as f64 / 1e6,
        most as f64 / 1e6
    );
    let kept = if most <= BUDGET { "kept" } else { "NOT kept" };
    println!("{:.2} of the budget of 64 MB: {kept}", most as f64 / BUDGET as f64);
}
