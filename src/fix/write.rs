//! Writing changed files: all of them or none.

use camino::{Utf8Path, Utf8PathBuf};
use std::fs::{self, File};
use std::io::Write as _;

/// A file to change: what was read, and what it shall hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The file.
    pub path: Utf8PathBuf,
    /// The bytes that the change was worked out from.
    pub old: String,
    /// The new bytes.
    pub new: String,
}

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The file changed since it was read.
    #[error("{path} has changed since it was read; nothing was written: run the command again")]
    Changed {
        /// The file.
        path: Utf8PathBuf,
    },
    /// The file cannot be written.
    #[error("{path} cannot be written ({source}); no file was changed")]
    Failed {
        /// The file.
        path: Utf8PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

/// A new text beside its target, ready to take its place.
struct Prepared<'c> {
    change: &'c Change,
    /// The file behind any links.
    target: Utf8PathBuf,
    temporary: Utf8PathBuf,
}

/// Writes every change, or none: each new text goes to a file beside its target, and only when all are there do they take
/// the targets' places, one rename each. Permissions are kept; a link stays a link, and the file behind it changes.
///
/// # Errors
///
/// [`WriteError`] where a file holds other bytes than were read, or cannot be written. All files are then as before.
pub fn write_all(changes: &[Change]) -> Result<(), WriteError> {
    let mut prepared: Vec<Prepared<'_>> = Vec::with_capacity(changes.len());
    for (number, change) in changes.iter().enumerate() {
        match prepare(change, number) {
            Ok(ready) => prepared.push(ready),
            Err(error) => {
                discard(&prepared);
                return Err(error);
            }
        }
    }
    for (done, ready) in prepared.iter().enumerate() {
        if let Err(source) = fs::rename(&ready.temporary, &ready.target) {
            put_back(&prepared[..done]);
            discard(&prepared[done..]);
            return Err(WriteError::Failed { path: ready.change.path.clone(), source });
        }
    }
    Ok(())
}

fn prepare(change: &Change, number: usize) -> Result<Prepared<'_>, WriteError> {
    let failed = |source| WriteError::Failed { path: change.path.clone(), source };
    let target = change.path.canonicalize_utf8().map_err(failed)?;
    let now = fs::read(&target).map_err(failed)?;
    if now != change.old.as_bytes() {
        return Err(WriteError::Changed { path: change.path.clone() });
    }
    let metadata = fs::metadata(&target).map_err(failed)?;
    if metadata.permissions().readonly() {
        let source = std::io::Error::new(std::io::ErrorKind::PermissionDenied, "it is read-only");
        return Err(failed(source));
    }
    let temporary = beside(&target, number);
    let written = write_new(&temporary, &change.new, &metadata.permissions());
    if let Err(source) = written {
        let _ = fs::remove_file(&temporary);
        return Err(failed(source));
    }
    Ok(Prepared { change, target, temporary })
}

fn write_new(path: &Utf8Path, text: &str, permissions: &fs::Permissions) -> std::io::Result<()> {
    let mut file = File::create_new(path)?;
    file.write_all(text.as_bytes())?;
    file.set_permissions(permissions.clone())?;
    file.sync_all()
}

/// A name in the target's folder, so that the rename stays on one file system.
fn beside(target: &Utf8Path, number: usize) -> Utf8PathBuf {
    let name = target.file_name().unwrap_or("file");
    target.with_file_name(format!(".{name}.airlint-{}-{number}", std::process::id()))
}

fn discard(prepared: &[Prepared<'_>]) {
    for ready in prepared {
        let _ = fs::remove_file(&ready.temporary);
    }
}

/// Gives files that were already replaced their old bytes back.
fn put_back(done: &[Prepared<'_>]) {
    for ready in done {
        let _ = fs::write(&ready.target, &ready.change.old);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> (tempfile::TempDir, Utf8PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = Utf8PathBuf::from_path_buf(folder.path().to_path_buf()).unwrap();
        (folder, path)
    }

    fn change(path: Utf8PathBuf, old: &str, new: &str) -> Change {
        Change { path, old: old.to_string(), new: new.to_string() }
    }

    #[test]
    fn writes_all_or_none() {
        let (_guard, folder) = folder();
        let (a, b) = (folder.join("a.yaml"), folder.join("b.yaml"));
        fs::write(&a, "a: 1\n").unwrap();
        fs::write(&b, "b: 1\n").unwrap();
        let stale = [change(a.clone(), "a: 1\n", "a: 2\n"), change(b.clone(), "b: 0\n", "b: 2\n")];
        assert!(matches!(write_all(&stale), Err(WriteError::Changed { path }) if path == b));
        let missing = [change(a.clone(), "a: 1\n", "a: 2\n"), change(folder.join("c.yaml"), "", "c: 1\n")];
        assert!(matches!(write_all(&missing), Err(WriteError::Failed { .. })));
        assert_eq!(fs::read_to_string(&a).unwrap(), "a: 1\n");
        write_all(&[change(a.clone(), "a: 1\n", "a: 2\n"), change(b.clone(), "b: 1\n", "b: 2\n")]).unwrap();
        assert_eq!(fs::read_to_string(&a).unwrap() + &fs::read_to_string(&b).unwrap(), "a: 2\nb: 2\n");
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 2, "no temporary file stays behind");
    }

    #[cfg(unix)]
    #[test]
    fn keeps_permissions_and_links() {
        use std::os::unix::fs::PermissionsExt as _;
        let (_guard, folder) = folder();
        let (real, link) = (folder.join("real.yaml"), folder.join("link.yaml"));
        fs::write(&real, "a: 1\n").unwrap();
        fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
        std::os::unix::fs::symlink("real.yaml", &link).unwrap();
        write_all(&[change(link.clone(), "a: 1\n", "a: 2\n")]).unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&real).unwrap(), "a: 2\n");
        assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
    }
}
