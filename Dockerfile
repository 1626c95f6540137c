# A static airlint on nothing.
#
#   docker build -t airlint .
#   docker run --rm -v "$PWD:/work" airlint lint
#
# The release puts in binaries that it has built already: --build-arg BINARY=prebuilt, with dist/<architecture>/airlint.
ARG BINARY=source

FROM rust:1.95-alpine AS source
RUN apk add --no-cache build-base
WORKDIR /source
COPY . .
RUN cargo build --locked --release --bin airlint && cp target/release/airlint /airlint

FROM scratch AS prebuilt
ARG TARGETARCH
COPY dist/${TARGETARCH}/airlint /airlint

FROM ${BINARY} AS binary

FROM scratch
COPY --from=binary /airlint /airlint
COPY LICENSE-APACHE LICENSE-MIT /
WORKDIR /work
ENTRYPOINT ["/airlint"]
