//! A stream that fails when nothing has moved on it for too long.
//!
//! hyper limits the time for headers and the intake that for bodies; this catches everything between: an h2 preface
//! that never comes, a client that reads no answer, a phone that is gone.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    time::{Instant, Sleep, sleep},
};

/// See the module.
pub(super) struct IdleLimit<T> {
    inner: T,
    limit: Duration,
    alarm: Pin<Box<Sleep>>,
}

impl<T> IdleLimit<T> {
    pub(super) fn new(inner: T, limit: Duration) -> Self {
        Self { inner, limit, alarm: Box::pin(sleep(limit)) }
    }

    /// Sets the alarm anew if something moved; fails if it rang while nothing did.
    fn watch<R>(&mut self, cx: &mut Context<'_>, moved: Poll<io::Result<R>>) -> Poll<io::Result<R>> {
        if moved.is_ready() {
            let next = Instant::now() + self.limit;
            self.alarm.as_mut().reset(next);
            return moved;
        }
        self.alarm.as_mut().poll(cx).map(|()| Err(io::ErrorKind::TimedOut.into()))
    }
}

impl<T: AsyncRead + Unpin> AsyncRead for IdleLimit<T> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let moved = Pin::new(&mut self.inner).poll_read(cx, buf);
        self.watch(cx, moved)
    }
}

impl<T: AsyncWrite + Unpin> AsyncWrite for IdleLimit<T> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let moved = Pin::new(&mut self.inner).poll_write(cx, buf);
        self.watch(cx, moved)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match Pin::new(&mut self.inner).poll_flush(cx) {
            // A flush with nothing to do is not a sign of life.
            Poll::Ready(done) => Poll::Ready(done),
            Poll::Pending => self.watch(cx, Poll::Pending),
        }
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let moved = Pin::new(&mut self.inner).poll_shutdown(cx);
        self.watch(cx, moved)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let moved = Pin::new(&mut self.inner).poll_write_vectored(cx, bufs);
        self.watch(cx, moved)
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn silence_ends_it_and_life_does_not() {
        let limit = Duration::from_secs(60);
        let (mut there, here) = tokio::io::duplex(64);
        let mut here = IdleLimit::new(here, limit);
        // Together longer than the limit, each shorter.
        let alive = async {
            for _ in 0..4 {
                sleep(limit / 2).await;
                there.write_all(b"x").await.unwrap();
            }
        };
        let read = async {
            let mut four = [0; 4];
            here.read_exact(&mut four).await.unwrap();
        };
        tokio::join!(alive, read);
        let before = Instant::now();
        assert_eq!(here.read_u8().await.unwrap_err().kind(), io::ErrorKind::TimedOut);
        assert!(before.elapsed() >= limit);
    }

    #[tokio::test(start_paused = true)]
    async fn somebody_who_does_not_read_is_silent_too() {
        let (_there, here) = tokio::io::duplex(64);
        let mut here = IdleLimit::new(here, Duration::from_secs(60));
        assert_eq!(here.write_all(&[0; 65]).await.unwrap_err().kind(), io::ErrorKind::TimedOut);
    }
}
