//! Classes of the official Kubernetes Python client, `kubernetes.client.models`.

use super::kubernetes_fields::CLASSES;
use std::borrow::Cow;

/// A model class that a pod or a job can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KubernetesClass {
    required: &'static str,
    spelt: &'static str,
}

impl KubernetesClass {
    /// The class of that name; `None` for one that airlint does not know, or that has nothing to check.
    pub fn named(name: &str) -> Option<Self> {
        let at = CLASSES.binary_search_by_key(&name, |(class, _, _)| class).ok()?;
        CLASSES.get(at).map(|&(_, required, spelt)| Self { required, spelt })
    }

    /// The arguments that the constructor demands.
    pub fn required(self) -> impl Iterator<Item = &'static str> {
        self.required.split_ascii_whitespace()
    }

    /// The Python name of an attribute that the API spells in camelCase: `image_pull_policy` for `imagePullPolicy`.
    /// `None` for a name that is no attribute of the class in the API's spelling, or the same in both.
    pub fn python_name(self, api_name: &str) -> Option<String> {
        self.spelt.split_ascii_whitespace().any(|name| name == api_name).then(|| snake_case(api_name))
    }

    /// The name of the constructor's argument that `written` means: itself, or the Python name of the API's.
    pub fn argument(self, written: &str) -> Cow<'_, str> {
        self.python_name(written).map_or(Cow::Borrowed(written), Cow::Owned)
    }
}

/// `hostIPC` → `host_ipc`, `downwardAPI` → `downward_api`, as the client's generator does it.
fn snake_case(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let mut result = String::with_capacity(name.len() + 4);
    for (at, &letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| letters.get(at));
        let after = letters.get(at + 1).is_some_and(char::is_ascii_lowercase);
        if letter.is_ascii_uppercase() && before.is_some_and(|before| after || !before.is_ascii_uppercase()) {
            result.push('_');
        }
        result.push(letter.to_ascii_lowercase());
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_sorted_for_the_search() {
        assert!(CLASSES.is_sorted_by_key(|(class, _, _)| class));
    }

    #[test]
    fn names_as_the_client_has_them() {
        let python = |class, name| KubernetesClass::named(class)?.python_name(name);
        assert_eq!(python("V1Container", "imagePullPolicy").as_deref(), Some("image_pull_policy"));
        assert_eq!(python("V1PodSpec", "hostIPC").as_deref(), Some("host_ipc"));
        assert_eq!(python("V1Volume", "downwardAPI").as_deref(), Some("downward_api"));
        assert_eq!(python("V1Volume", "scaleIO").as_deref(), Some("scale_io"));
        assert_eq!(python("V1Container", "image"), None);
        assert_eq!(python("V1Container", "emptyDir"), None);
    }

    #[test]
    fn required_arguments() {
        let required = |class| KubernetesClass::named(class).unwrap().required().collect::<Vec<_>>();
        assert_eq!(required("V1VolumeMount"), ["mount_path", "name"]);
        assert_eq!(required("V1PodSpec"), ["containers"]);
        assert!(required("V1Pod").is_empty());
    }
}
