//! What the person adds to a report, and a look at it before anything is sent.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Args;
use wallet_doctor_core::report::{Attachment, Mask, Preview};

use crate::Stop;

/// What goes along.
#[derive(Debug, Default, Args)]
pub(crate) struct Adds {
    /// A log or another text to send along, repeatable; of a long one the end
    #[arg(long, value_name = "FILE")]
    pub(crate) attach: Vec<PathBuf>,
    /// A screenshot to send along, repeatable: PNG, JPEG or WebP. What follows an @ is covered: X,Y,WIDTH,HEIGHT in pixels of
    /// the picture as it is seen
    #[arg(long, value_name = "FILE[@X,Y,WIDTH,HEIGHT]...", value_parser = picture)]
    pub(crate) picture: Vec<Picture>,
    /// Write what a report would hold, redacted and not sealed, into this folder; it must not exist, or be empty
    #[arg(long, value_name = "DIR")]
    pub(crate) preview: Option<PathBuf>,
}

/// A picture and what is covered in it.
#[derive(Debug, Clone)]
pub(crate) struct Picture {
    path: PathBuf,
    masks: Vec<Mask>,
}

impl Adds {
    /// As attachments.
    pub(crate) fn attachments(&self) -> Vec<Attachment> {
        let logs = self.attach.iter().map(|path| Attachment::File { name: None, path: path.clone() });
        let pictures = self.picture.iter().cloned();
        let pictures = pictures.map(|Picture { path, masks }| Attachment::Picture { name: None, path, masks });
        logs.chain(pictures).collect()
    }
}

fn picture(text: &str) -> Result<Picture, String> {
    let (mut path, mut masks) = (text, Vec::new());
    while let Some((before, area)) = path.rsplit_once('@') {
        // Anything else is part of the file's name.
        if area.chars().any(|c| !c.is_ascii_digit() && !matches!(c, ',' | '.' | '-' | '+' | ' ')) || !area.contains(',')
        {
            break;
        }
        let numbers = area.split(',').map(str::parse).collect::<Result<Vec<u32>, _>>().unwrap_or_default();
        let [x, y, width, height] = numbers.as_slice() else {
            return Err(
                "accepted: a file, or a file and @X,Y,WIDTH,HEIGHT in whole pixels for each part to cover".to_owned()
            );
        };
        masks.insert(0, Mask { x: *x, y: *y, width: *width, height: *height });
        path = before;
    }
    Ok(Picture { path: path.into(), masks })
}

/// Writes what would be sent into a folder of its own.
pub(crate) fn write(preview: &Preview, folder: &Path) -> Result<(), Stop> {
    let shown = folder.display();
    let cannot = || format!("{shown} could not be written");
    if fs::read_dir(folder).is_ok_and(|mut inside| inside.next().is_some()) {
        return Err(Stop::BadArguments(format!(
            "--preview: {shown} is not empty; accepted: a folder that does not exist, or is empty"
        )));
    }
    fs::create_dir_all(folder.join("attachments")).with_context(cannot)?;
    for file in &preview.files {
        let bytes = file.text.as_deref().map(str::as_bytes).or(file.picture.as_deref()).unwrap_or_default();
        fs::write(folder.join(&file.name), bytes).with_context(cannot)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_covered_follows_the_file() {
        let read = |text| picture(text).map(|picture| (picture.path.to_str().unwrap().to_owned(), picture.masks.len()));
        assert_eq!(read("a.png"), Ok(("a.png".to_owned(), 0)));
        assert_eq!(read("me@home.png@1,2,3,4@5,6,7,8"), Ok(("me@home.png".to_owned(), 2)));
        assert_eq!(picture("a.png@1,2,3,4").unwrap().masks, [Mask { x: 1, y: 2, width: 3, height: 4 }]);
        assert!(picture("a.png@1,2,3").is_err() && picture("a.png@-1,2,3,4").is_err());
    }
}
