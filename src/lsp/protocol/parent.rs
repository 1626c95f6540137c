//! The process that started the server: where it dies without a word, nobody else ends the server.

use std::time::Duration;

/// How often to look.
const INTERVAL: Duration = Duration::from_secs(2);

/// Waits until a process is gone.
pub(super) async fn gone(process: u32) {
    while is_alive(process) {
        tokio::time::sleep(INTERVAL).await;
    }
}

/// Whether a process is there, as far as the system tells.
#[cfg(unix)]
fn is_alive(process: u32) -> bool {
    use rustix::io::Errno;
    use rustix::process::{Pid, test_kill_process};
    let pid = i32::try_from(process).ok().and_then(Pid::from_raw);
    // One that belongs to somebody else may not be asked, but is there.
    pid.is_none_or(|pid| test_kill_process(pid) != Err(Errno::SRCH))
}

/// Elsewhere standard input is closed with the process at its other end.
#[cfg(not(unix))]
fn is_alive(_: u32) -> bool {
    true
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn processes_are_there_until_they_end() {
        assert!(is_alive(std::process::id()));
        let mut child = std::process::Command::new("true").spawn().expect("a process");
        let process = child.id();
        child.wait().expect("its end");
        assert!(!is_alive(process));
    }
}
