//! How much memory pictures take: at most 64 MB over idle, with the results of twenty.
#![expect(clippy::print_stdout, reason = "what was measured is of interest where it is near the limit")]

use std::fs;
use std::path::{Path, PathBuf};

use peak_alloc::PeakAlloc;
use wallet_doctor_core::fuzzing::prepare_picture;
use wallet_doctor_core::report::{Mask, PictureError};

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

const WIDTH: u32 = 4000;
const HEIGHT: u32 = 3000;
/// The most over idle, in bytes.
const LIMIT: usize = 64_000_000;
/// What the other nineteen pictures take at most, in bytes.
const OTHERS: usize = 19 * 512 * 1024;

/// A photo: slopes, edges, and grain that no format packs well.
fn row(y: u32, samples: u32) -> Vec<u8> {
    let value = |n: u32| {
        let grain = (n ^ y.wrapping_mul(40_503)).wrapping_mul(2_654_435_761) >> 30;
        u8::try_from((n / 60 + y / 16 + grain + if (n / 90 + y / 30).is_multiple_of(2) { 60 } else { 0 }) % 256)
    };
    (0..WIDTH * samples).map(|n| value(n).expect("below 256")).collect()
}

fn png(file: &Path, color: png::ColorType, depth: png::BitDepth, bytes_in_pixel: u32) {
    let out = std::io::BufWriter::new(fs::File::create(file).expect("a file"));
    let mut encoder = png::Encoder::new(out, WIDTH, HEIGHT);
    encoder.set_color(color);
    encoder.set_depth(depth);
    encoder.set_compression(png::Compression::Fast);
    if color == png::ColorType::Indexed {
        encoder.set_palette((0..=255).flat_map(|n| [n, 255 - n, n / 2]).collect::<Vec<u8>>());
    }
    let mut writer = encoder.write_header().expect("a header");
    let mut stream = writer.stream_writer_with_size(65_536).expect("a stream");
    for y in 0..HEIGHT {
        // The grain of 16 bits would not fit the largest file.
        let y = if depth == png::BitDepth::Sixteen { y / 60 } else { y };
        std::io::Write::write_all(&mut stream, &row(y, bytes_in_pixel)).expect("written");
    }
    stream.finish().expect("finished");
    writer.finish().expect("finished");
}

fn jpeg(file: &Path, sampling: jpeg_encoder::SamplingFactor, is_progressive: bool) {
    let mut encoder = jpeg_encoder::Encoder::new_file(file, 92).expect("a file");
    encoder.set_sampling_factor(sampling);
    encoder.set_progressive(is_progressive);
    let rgb: Vec<u8> = (0..HEIGHT).flat_map(|y| row(y, 3)).collect();
    let side = |side| u16::try_from(side).expect("a side");
    encoder.encode(&rgb, side(WIDTH), side(HEIGHT), jpeg_encoder::ColorType::Rgb).expect("a JPEG");
}

/// The most that one picture took over idle, with its result.
fn peak(file: &Path) -> (usize, Result<usize, PictureError>) {
    let masks = [Mask { x: 100, y: 100, width: 900, height: 80 }];
    let idle = ALLOCATOR.current_usage();
    ALLOCATOR.reset_peak_usage();
    let result = prepare_picture(file, &masks).map(|picture| picture.len());
    (ALLOCATOR.peak_usage() - idle, result)
}

#[test]
fn twenty_photos_stay_within_the_budget() {
    use jpeg_encoder::SamplingFactor;
    use png::{BitDepth, ColorType};

    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    png(&at("rgb.png"), ColorType::Rgb, BitDepth::Eight, 3);
    png(&at("rgba.png"), ColorType::Rgba, BitDepth::Eight, 4);
    png(&at("deep.png"), ColorType::Rgb, BitDepth::Sixteen, 6);
    png(&at("palette.png"), ColorType::Indexed, BitDepth::Eight, 1);
    jpeg(&at("420.jpg"), SamplingFactor::F_2_2, false);
    jpeg(&at("444.jpg"), SamplingFactor::F_1_1, false);
    jpeg(&at("progressive.jpg"), SamplingFactor::F_2_2, true);
    let webp = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/src/report/picture/tests/data/large.webp"));
    for name in ["rgb.png", "rgba.png", "deep.png", "palette.png", "420.jpg", "444.jpg"] {
        taken(&at(name));
    }
    taken(&webp);
    // What takes more is refused before it is allocated.
    let (most, refused) = peak(&at("progressive.jpg"));
    assert!(matches!(refused, Err(PictureError::TooMuchMemory { .. })), "{refused:?}");
    assert!(most < 1_000_000, "{most}");
}

fn taken(file: &Path) {
    let (most, result) = peak(file);
    let name = file.file_name().expect("a name").display();
    let bytes = result.unwrap_or_else(|error| panic!("{name}: {error}"));
    println!("{name}: peak {most} bytes, of {} in the file, {bytes} kept", fs::metadata(file).expect("it").len());
    assert!(most + OTHERS <= LIMIT, "{name}: {most}");
}
