//! Navigation: definition, references, highlights and rename of worker queues.
