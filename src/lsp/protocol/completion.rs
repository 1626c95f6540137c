//! `textDocument/completion`.

use super::convert::{point, range};
use super::server::Server;
use crate::lsp::completion::{self, Insertion, Item, ItemKind, complete, configuration};
use crate::lsp::hover;
use crate::lsp::session::Need;
use crate::syntax::Span;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    CompletionItem, CompletionItemKind, CompletionList, CompletionOptions, CompletionParams, CompletionResponse,
    CompletionTextEdit, Documentation, InsertTextFormat, InsertTextMode, MarkupContent, MarkupKind, Range,
    TextDocumentClientCapabilities, TextEdit,
};

/// What makes clients ask for completions besides letters: where values, items, arguments and rules begin.
const TRIGGERS: [char; 9] = ['"', '\'', ':', ' ', '[', '{', '(', '=', '-'];

/// What the server says about completions.
pub(super) fn options() -> CompletionOptions {
    CompletionOptions { trigger_characters: Some(TRIGGERS.map(String::from).to_vec()), ..CompletionOptions::default() }
}

/// How a client takes completions.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Takes {
    client: completion::Client,
    /// It reads Markdown in their documentation.
    markdown: bool,
}

impl Takes {
    pub(super) fn new(document: Option<&TextDocumentClientCapabilities>) -> Self {
        let item = document.and_then(|document| document.completion.as_ref()?.completion_item.as_ref());
        let modes = item.and_then(|item| item.insert_text_mode_support.as_ref());
        let formats = item.and_then(|item| item.documentation_format.as_ref());
        Self {
            client: completion::Client {
                snippets: item.is_some_and(|item| item.snippet_support == Some(true)),
                keeps_indentation: modes.is_some_and(|modes| modes.value_set.contains(&InsertTextMode::AS_IS)),
            },
            markdown: formats.is_some_and(|formats| formats.contains(&MarkupKind::Markdown)),
        }
    }
}

impl Server {
    /// What can be written at a position. Everything that belongs there is in the list, whatever has been typed of it.
    pub(super) async fn completions(&self, params: CompletionParams) -> Result<Option<CompletionResponse>> {
        let at = params.text_document_position;
        let (takes, encoding) = (self.abilities().completion, self.abilities().encoding);
        let items = match self.path_of(&at.text_document.uri).filter(|path| hover::is_configuration(path)) {
            Some(path) => {
                let answer = self.at_moment(Need::Facts, move |moment, _| {
                    let open = moment.open(&path)?;
                    let text = open.document.text();
                    let items = configuration(&path, text, open.lines.offset(point(at.position), encoding));
                    Some(takes.list(&items, text, |span| range(&open.lines, span, encoding)))
                });
                answer.await?
            }
            None => {
                let answer = self.anywhere(&at.text_document.uri, move |here| {
                    let items = complete(&here.view, here.offset(at.position));
                    takes.list(&items, here.view.text(), |span| here.range(span))
                });
                answer.await?
            }
        };
        Ok(items.map(|items| CompletionResponse::List(CompletionList { is_incomplete: false, items })))
    }
}

impl Takes {
    /// The items in the protocol's terms, in their order.
    fn list(self, items: &[Item], text: &str, range: impl Fn(Span) -> Range) -> Vec<CompletionItem> {
        items.iter().enumerate().map(|(index, item)| protocol_item(item, index, text, self, &range)).collect()
    }
}

fn protocol_item(
    item: &Item,
    index: usize,
    text: &str,
    takes: Takes,
    range: &impl Fn(Span) -> Range,
) -> CompletionItem {
    let client = takes.client;
    let Insertion { text, is_snippet } = item.insertion(text, client);
    let lines = text.contains('\n');
    let edit = |span, new_text| TextEdit { range: range(span), new_text };
    let beside: Vec<TextEdit> = item.beside.iter().map(|it| edit(it.span, it.content.clone())).collect();
    CompletionItem {
        label: item.label.clone(),
        kind: Some(kind(item.kind)),
        detail: Some(item.detail.clone()).filter(|detail| !detail.is_empty()),
        documentation: documentation(item, takes),
        sort_text: Some(format!("{index:04}")),
        filter_text: item.filter.clone(),
        insert_text_format: Some(if is_snippet { InsertTextFormat::SNIPPET } else { InsertTextFormat::PLAIN_TEXT }),
        insert_text_mode: (lines && client.keeps_indentation).then_some(InsertTextMode::AS_IS),
        text_edit: Some(CompletionTextEdit::Edit(edit(item.replace, text))),
        additional_text_edits: Some(beside).filter(|edits| !edits.is_empty()),
        ..CompletionItem::default()
    }
}

fn documentation(item: &Item, takes: Takes) -> Option<Documentation> {
    let value = item.documentation.clone();
    if value.is_empty() {
        return None;
    }
    let kind = if takes.markdown { MarkupKind::Markdown } else { MarkupKind::PlainText };
    Some(Documentation::MarkupContent(MarkupContent { kind, value }))
}

fn kind(kind: ItemKind) -> CompletionItemKind {
    match kind {
        ItemKind::Key => CompletionItemKind::PROPERTY,
        ItemKind::Choice => CompletionItemKind::ENUM_MEMBER,
        ItemKind::Queue | ItemKind::Pool => CompletionItemKind::REFERENCE,
        ItemKind::Executor => CompletionItemKind::CLASS,
        ItemKind::Variable => CompletionItemKind::CONSTANT,
        ItemKind::Argument => CompletionItemKind::FIELD,
        ItemKind::Snippet => CompletionItemKind::SNIPPET,
        ItemKind::Rule => CompletionItemKind::VALUE,
    }
}
