//! Exact places that the parser's events leave open: where a block scalar's header stands, where an omitted value
//! would go, where a block scalar's last line ends.

use crate::syntax::Span;

/// Reads forward over what may stand between two nodes: blanks, line breaks, comments, indicators, tags and anchors.
pub(super) struct Between<'t> {
    text: &'t [u8],
    at: usize,
    /// The end of the last indicator or property that was read.
    mark: usize,
}

impl<'t> Between<'t> {
    pub(super) fn new(text: &'t str, from: usize) -> Self {
        Self { text: text.as_bytes(), at: from, mark: from }
    }

    fn peek(&self, ahead: usize) -> Option<u8> {
        self.text.get(self.at + ahead).copied()
    }

    fn blanks(&mut self) {
        loop {
            match self.peek(0) {
                Some(b' ' | b'\t' | b'\n' | b'\r') => self.at += 1,
                Some(b'#') if self.at == 0 || self.text[self.at - 1].is_ascii_whitespace() || self.at > self.mark => {
                    while !matches!(self.peek(0), None | Some(b'\n' | b'\r')) {
                        self.at += 1;
                    }
                }
                _ => return,
            }
        }
    }

    /// Reads one `indicator`, if it is next.
    pub(super) fn indicator(&mut self, indicator: u8) -> &mut Self {
        self.blanks();
        if self.peek(0) == Some(indicator) {
            self.at += 1;
            self.mark = self.at;
        }
        self
    }

    /// Reads the tag and the anchor in front of a node.
    pub(super) fn properties(&mut self) -> &mut Self {
        loop {
            self.blanks();
            if !matches!(self.peek(0), Some(b'!' | b'&')) {
                return self;
            }
            let verbatim = self.peek(0) == Some(b'!') && self.peek(1) == Some(b'<');
            while let Some(byte) = self.peek(0) {
                let ends = match byte {
                    b' ' | b'\t' | b'\n' | b'\r' => true,
                    b',' | b'[' | b']' | b'{' | b'}' => !verbatim,
                    _ => false,
                };
                if ends {
                    break;
                }
                self.at += 1;
            }
            self.mark = self.at;
        }
    }

    /// Where the last indicator or property ended.
    pub(super) fn end(&self) -> usize {
        self.mark
    }

    /// Where the next node starts.
    pub(super) fn next_node(&mut self) -> usize {
        self.blanks();
        self.at
    }
}

/// The span of a block scalar from its header to the last line that counts, given the parser's span of the content.
pub(super) fn block_scalar(text: &str, header: usize, content: Span, indent: Option<usize>) -> Span {
    let bytes = text.as_bytes();
    let start = if matches!(bytes.get(header), Some(b'|' | b'>')) { header } else { content.start };
    let header_end = memchr::memchr2(b'\n', b'\r', &bytes[start..]).map_or(bytes.len(), |length| start + length);
    let keep = Span::new(start, header_end).of(text).split('#').next().is_some_and(|header| header.contains('+'));
    let mut end = content.end.max(header_end).min(bytes.len());
    // Back over the last line break, and over the blank lines that are no part of the value.
    loop {
        let line_start = memchr::memrchr2(b'\n', b'\r', &bytes[..end]).map_or(0, |at| at + 1);
        let line = &bytes[line_start..end];
        let blank = line.len() <= indent.unwrap_or(usize::MAX) && line.iter().all(|&byte| byte == b' ');
        if line_start <= header_end || !(blank || line.is_empty()) {
            return Span::new(start, end.max(header_end));
        }
        let broke = if bytes[..line_start].ends_with(b"\r\n") { 2 } else { 1 };
        let after_break = line.is_empty();
        end = line_start - broke;
        if keep && after_break {
            return Span::new(start, end.max(header_end));
        }
    }
}
