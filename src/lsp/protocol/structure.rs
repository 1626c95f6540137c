//! Symbols, folds and selections.

use super::convert::{Here, location};
use super::server::Server;
use crate::lsp::session::{Moment, Need};
use crate::lsp::structure::{self, FoldKind, Found};
use crate::lsp::text::Encoding;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    DocumentSymbol, DocumentSymbolParams, DocumentSymbolResponse, FoldingRange, FoldingRangeKind, FoldingRangeParams,
    Range, SelectionRange, SelectionRangeParams, SymbolInformation, SymbolKind, WorkspaceSymbolParams,
    WorkspaceSymbolResponse,
};

/// More symbols of the workspace are never answered.
const MOST_SYMBOLS: usize = 200;

impl Server {
    pub(super) async fn document_symbols(
        &self,
        params: DocumentSymbolParams,
    ) -> Result<Option<DocumentSymbolResponse>> {
        let nested = self.abilities().nested_symbols;
        let answer = self.here(&params.text_document.uri, Need::Facts, move |here| {
            let symbols = structure::document_symbols(&here.view);
            if nested {
                let symbols: Vec<_> = symbols.into_iter().map(|symbol| nested_symbol(here, symbol)).collect();
                DocumentSymbolResponse::Nested(symbols)
            } else {
                let mut flat = Vec::new();
                flatten(here, symbols, None, &mut flat);
                DocumentSymbolResponse::Flat(flat)
            }
        });
        answer.await
    }

    pub(super) async fn workspace_symbols(
        &self,
        params: WorkspaceSymbolParams,
    ) -> Result<Option<WorkspaceSymbolResponse>> {
        let encoding = self.abilities().encoding;
        let found = self.at_moment(Need::Facts, move |moment, _| found(moment, &params.query, encoding)).await?;
        Ok(Some(WorkspaceSymbolResponse::Flat(found)))
    }

    pub(super) async fn folds(&self, params: FoldingRangeParams) -> Result<Option<Vec<FoldingRange>>> {
        let lines_only = self.abilities().folds_lines_only;
        let answer = self.here(&params.text_document.uri, Need::Facts, move |here| {
            let folds = structure::folding(&here.view).into_iter().map(|fold| (here.range(fold.span), fold.kind));
            let folds = folds.filter(|(range, _)| range.start.line < range.end.line);
            folds.map(|(range, kind)| folding_range(range, kind, lines_only)).collect()
        });
        answer.await
    }

    pub(super) async fn selections(&self, params: SelectionRangeParams) -> Result<Option<Vec<SelectionRange>>> {
        let answer = self.here(&params.text_document.uri, Need::Facts, move |here| {
            let chains = params.positions.iter().map(|position| {
                let chain = structure::selection(&here.view, here.offset(*position)).into_iter().rev();
                let mut outer = None;
                for span in chain {
                    outer = Some(SelectionRange { range: here.range(span), parent: outer.map(Box::new) });
                }
                outer.unwrap_or(SelectionRange { range: Range::new(*position, *position), parent: None })
            });
            chains.collect()
        });
        answer.await
    }
}

fn folding_range(range: Range, kind: FoldKind, lines_only: bool) -> FoldingRange {
    let character = |character| (!lines_only).then_some(character);
    FoldingRange {
        start_line: range.start.line,
        // Behind the last character of the line that stays visible.
        start_character: None,
        end_line: range.end.line,
        end_character: character(range.end.character),
        kind: match kind {
            FoldKind::Code => None,
            FoldKind::Comment => Some(FoldingRangeKind::Comment),
            FoldKind::Imports => Some(FoldingRangeKind::Imports),
            FoldKind::Region => Some(FoldingRangeKind::Region),
        },
        collapsed_text: None,
    }
}

/// Kinds that every client knows.
fn kind(kind: structure::SymbolKind) -> SymbolKind {
    match kind {
        structure::SymbolKind::Deployment => SymbolKind::MODULE,
        structure::SymbolKind::Section => SymbolKind::NAMESPACE,
        structure::SymbolKind::Setting => SymbolKind::PROPERTY,
        structure::SymbolKind::Queue => SymbolKind::INTERFACE,
        structure::SymbolKind::Variable => SymbolKind::VARIABLE,
        structure::SymbolKind::Schedule => SymbolKind::FIELD,
        structure::SymbolKind::Dag => SymbolKind::CLASS,
        structure::SymbolKind::Task => SymbolKind::METHOD,
    }
}

#[expect(deprecated, reason = "the protocol's type has a field that nobody should set")]
fn nested_symbol(here: &Here<'_>, symbol: structure::Symbol) -> DocumentSymbol {
    let children: Vec<_> = symbol.children.into_iter().map(|child| nested_symbol(here, child)).collect();
    DocumentSymbol {
        name: symbol.name,
        detail: symbol.detail,
        kind: kind(symbol.kind),
        tags: None,
        deprecated: None,
        range: here.range(symbol.range),
        selection_range: here.range(symbol.selection),
        children: (!children.is_empty()).then_some(children),
    }
}

/// The symbols one after the other, each with the name of the one around it.
fn flatten(
    here: &Here<'_>,
    symbols: Vec<structure::Symbol>,
    container: Option<&str>,
    flat: &mut Vec<SymbolInformation>,
) {
    let Some(uri) = here.uri(here.view.file) else { return };
    for symbol in symbols {
        let location = tower_lsp::ls_types::Location { uri: uri.clone(), range: here.range(symbol.range) };
        flat.push(information(symbol.name.clone(), symbol.kind, location, container.map(ToOwned::to_owned)));
        flatten(here, symbol.children, Some(&symbol.name), flat);
    }
}

#[expect(deprecated, reason = "the protocol's type has a field that nobody should set")]
fn information(
    name: String,
    of: structure::SymbolKind,
    location: tower_lsp::ls_types::Location,
    container_name: Option<String>,
) -> SymbolInformation {
    SymbolInformation { name, kind: kind(of), tags: None, deprecated: None, location, container_name }
}

/// The symbols of all folders, the nearest first.
fn found(moment: &Moment, query: &str, encoding: Encoding) -> Vec<SymbolInformation> {
    let mut found: Vec<_> = Vec::new();
    for scope in moment.scopes() {
        // A file in a folder inside another one belongs to the inner one.
        let is_own = |symbol: &Found| {
            let owner = moment.scope(scope.path(symbol.place.file));
            owner.is_some_and(|owner| std::ptr::eq(owner, scope))
        };
        let symbols = structure::workspace_symbols(scope.projects(), query, MOST_SYMBOLS);
        found.extend(symbols.into_iter().filter(is_own).map(|symbol| (scope, symbol)));
    }
    found.sort_by_key(|(_, symbol)| symbol.distance);
    found.truncate(MOST_SYMBOLS);
    let information = |(scope, symbol): (_, Found)| {
        let location = location(moment, scope, symbol.place, encoding)?;
        Some(information(symbol.name, symbol.kind, location, Some(symbol.container)))
    };
    found.into_iter().filter_map(information).collect()
}
