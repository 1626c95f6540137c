//! The name somebody probably meant.

/// The candidate nearest to `written`: the same but for case, `_`, `-` and blanks, or else at most two letters off (one
/// for names of up to four letters). `None` where nothing is near, or where `written` is a candidate itself.
pub fn nearest<'c>(written: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let folded = fold(written);
    let reach = if folded.chars().count() <= 4 { 1 } else { 2 };
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        if candidate == written {
            return None;
        }
        let distance = strsim::osa_distance(&folded, &fold(candidate));
        if distance <= reach && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

fn fold(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, '_' | '-' | ' ')).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_found_and_other_names_are_not() {
        let queues = ["default", "heavy-ml", "io"];
        assert_eq!(nearest("heavy_ml", queues), Some("heavy-ml"));
        assert_eq!(nearest("Default", queues), Some("default"));
        assert_eq!(nearest("hevay-ml", queues), Some("heavy-ml"));
        assert_eq!(nearest("ml", queues), None);
        assert_eq!(nearest("oi", queues), Some("io"));
        assert_eq!(nearest("io", queues), None);
    }
}
