//! What the client sends, and its end.

use super::frames::Frames;
use crate::lsp::session::Session;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::io::{AsyncRead, ReadBuf};

/// Bytes that are read at once.
const CHUNK: usize = 16 * 1024;

/// Input in which every message can be read: the framework ends at the first one that cannot. Its end is that of the
/// session: requests that still wait then are not worth waiting for.
pub(super) struct Input<R> {
    read: R,
    session: Session,
    frames: Frames,
    chunk: Box<[u8]>,
}

impl<R> Input<R> {
    pub(super) fn new(read: R, session: Session) -> Self {
        Self { read, session, frames: Frames::default(), chunk: vec![0; CHUNK].into() }
    }
}

impl<R: AsyncRead + Unpin> AsyncRead for Input<R> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = &mut *self;
        loop {
            let ready = this.frames.take(buffer.remaining());
            if !ready.is_empty() || buffer.remaining() == 0 {
                buffer.put_slice(&ready);
                return Poll::Ready(Ok(()));
            }
            let mut chunk = ReadBuf::new(&mut this.chunk);
            match Pin::new(&mut this.read).poll_read(context, &mut chunk) {
                Poll::Ready(Ok(())) if !chunk.filled().is_empty() => this.frames.add(chunk.filled()),
                Poll::Pending => return Poll::Pending,
                over => {
                    this.session.stop();
                    return over;
                }
            }
        }
    }
}
