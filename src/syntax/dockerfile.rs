//! Dockerfiles: the instructions that tell versions and settings.
