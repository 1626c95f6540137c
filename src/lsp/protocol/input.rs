//! What the client sends, and its end.

use crate::lsp::session::Session;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::io::{AsyncRead, ReadBuf};

/// Input that ends the session with itself: requests that still wait then are not worth waiting for.
pub(super) struct Input<R> {
    read: R,
    session: Session,
}

impl<R> Input<R> {
    pub(super) fn new(read: R, session: Session) -> Self {
        Self { read, session }
    }
}

impl<R: AsyncRead + Unpin> AsyncRead for Input<R> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let room = buffer.remaining();
        let polled = Pin::new(&mut self.read).poll_read(context, buffer);
        let is_over = match &polled {
            Poll::Ready(Ok(())) => room > 0 && buffer.filled().len() == before,
            Poll::Ready(Err(_)) => true,
            Poll::Pending => false,
        };
        if is_over {
            self.session.stop();
        }
        polled
    }
}
