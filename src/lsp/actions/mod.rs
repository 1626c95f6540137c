//! Code actions: fixes, ignore comments, and the two refactorings of a deployment.
