#!/usr/bin/env bash
# Drives a real VS Code (code-server: VS Code's workbench, extension host and editor) in a headless Chromium, with the .vsix
# as users get it: inside the extension host, alone and beside Red Hat's YAML server, and with keyboard and mouse.
#
#   tests/editors/vscode/run.sh [host|neighbour|stranger|user]...     ONLY=REGEX: only checks of such names
#
# Screenshots are in target/editors/artefacts/vscode. AIRLINT_PICTURES=1 also puts the best of them into editors/vscode/images.
. "$(dirname "$0")/../common.sh"

parts=("$@")
[ $# -gt 0 ] || parts=(host neighbour stranger user)

need chromium chromium fonts-dejavu-core
npm_install "$tools/node" "" node@24.21.0
export PATH=$tools/node/node_modules/.bin:$PATH
npm_install "$tools/code-server" --ignore-scripts code-server@4.139.1 playwright-core@1.65.1
code=$tools/code-server/node_modules/code-server/lib/vscode
if [ ! -e "$code/.complete" ]; then
  say "installing the parts of VS Code"
  for folder in "$code" "$code/extensions"; do
    (cd "$folder" && npm install --no-audit --no-fund --loglevel=error --ignore-scripts --omit=dev) >"$artefacts/npm.log" 2>&1 \
      || fail "the parts of VS Code could not be installed from npm ($artefacts/npm.log): is there a network?"
  done
  ln -sf code-linux.sh "$code/bin/remote-cli/code-server"
  ln -sf browser-linux.sh "$code/bin/helpers/browser.sh"
  touch "$code/.complete"
fi

extension=$root/editors/vscode
if ! cmp -s "$extension/package-lock.json" "$extension/node_modules/.lock"; then
  say "installing what the extension is built with"
  (cd "$extension" && npm ci --no-audit --no-fund --loglevel=error --ignore-scripts) >"$artefacts/npm.log" 2>&1 \
    || fail "the extension's packages could not be installed from npm ($artefacts/npm.log): is there a network?"
  cp "$extension/package-lock.json" "$extension/node_modules/.lock"
fi
(cd "$extension" && node_modules/.bin/tsc --noEmit) || fail "the extension's types do not agree"
vsix=$work/airlint.vsix
(cd "$extension" && node build/package.mjs --target linux-x64 --binary "$AIRLINT" --out "$vsix") >"$artefacts/vsix.log" 2>&1 \
  || fail "the extension could not be packaged: $(tail -5 "$artefacts/vsix.log")"

shots=$artefacts/vscode
mkdir -p "$shots"
install() { # FOLDER VSIX...
  local folder=$1 package
  shift
  for package in "$@"; do
    node "$tools/code-server/node_modules/code-server/out/node/entry.js" --install-extension "$package" \
      --user-data-dir "$work/data" --extensions-dir "$folder" >"$artefacts/install.log" 2>&1 \
      || fail "$package could not be installed: $(tail -3 "$artefacts/install.log")"
  done
}
install "$work/alone" "$vsix"

mkdir -p "$work/data/User"
cat >"$work/data/User/settings.json" <<'JSON'
{
  "security.workspace.trust.enabled": false, "workbench.startupEditor": "none", "telemetry.telemetryLevel": "off",
  "files.autoSave": "off", "update.mode": "none", "extensions.autoCheckUpdates": false, "extensions.autoUpdate": false,
  "chat.disableAIFeatures": true, "editor.minimap.enabled": false, "workbench.colorTheme": "Default Light Modern",
  "editor.fontSize": 14, "editor.fontFamily": "DejaVu Sans Mono", "workbench.tips.enabled": false,
  "editor.quickSuggestionsDelay": 0, "workbench.secondarySideBar.defaultVisibility": "hidden"
}
JSON

# with_vscode EXTENSIONS COMMAND...: runs a command while VS Code serves, at $VSCODE_URL.
with_vscode() {
  local extensions=$1 log=$artefacts/vscode-server.log status=0
  shift
  rm -f "$work/port"
  env PATH="$PATH" HOME="$work/home" node "$code/out/server-main.js" --host 127.0.0.1 --port 0 --without-connection-token \
    --accept-server-license-terms --enable-smoke-test-driver --telemetry-level off --disable-workspace-trust \
    --server-data-dir "$work/server" --user-data-dir "$work/data" --extensions-dir "$extensions" >"$log" 2>&1 &
  local server=$!
  local port=""
  for _ in $(seq 150); do
    port=$(sed -n 's/.*listening on \([0-9]*\).*/\1/p' "$log" | head -1)
    [ -z "$port" ] || break
    kill -0 "$server" 2>/dev/null || fail "VS Code did not start: $(tail -3 "$log")"
    sleep 0.2
  done
  [ -n "$port" ] || fail "VS Code does not listen ($log)"
  VSCODE_URL=http://127.0.0.1:$port NODE_PATH=$tools/code-server/node_modules timeout 240 "$@" || status=$?
  kill "$server"
  wait "$server" 2>/dev/null || true
  return "$status"
}

# host PART EXTENSIONS FOLDER: the checks of host/PART.js inside the extension host.
host() {
  with_vscode "$2" node "$root/tests/editors/vscode/host.js" "$root/tests/editors/vscode/host" "$1" "$3" "$shots/$1" \
    || fail "inside the extension host ($1) something is not as it should be"
}

for part in "${parts[@]}"; do
  say "$part"
  case $part in
    host) cp -r "$project" "$work/host" && host alone "$work/alone" "$work/host" ;;
    stranger)
      mkdir -p "$work/stranger/deployments"
      printf 'replicas: 2\nimage: nginx\n' >"$work/stranger/values.yaml"
      printf 'apiVersion: apps/v1\nkind: Deployment\n' >"$work/stranger/deployments/web.yaml"
      host stranger "$work/alone" "$work/stranger"
      ;;
    neighbour)
      npm_install "$tools/yaml" --ignore-scripts yaml-language-server@1.25.0
      neighbour=$work/redhat
      cp -r "$root/tests/editors/vscode/redhat" "$neighbour"
      (cd "$extension" && NODE_PATH=node_modules node_modules/.bin/esbuild "$neighbour/extension.js" --bundle --platform=node \
        --external:vscode --allow-overwrite --outfile="$neighbour/extension.js" --log-level=warning)
      (cd "$neighbour" && node "$extension/node_modules/@vscode/vsce/vsce" package --no-dependencies --skip-license \
        --allow-missing-repository --out "$work/redhat.vsix") >"$artefacts/vsix.log" 2>&1 || fail "$(tail -5 "$artefacts/vsix.log")"
      install "$work/both" "$vsix" "$work/redhat.vsix"
      cp -r "$project" "$work/beside"
      mkdir -p "$work/beside/.vscode"
      sed "s#WORK#$work#" tests/editors/vscode/beside.json >"$work/beside/.vscode/settings.json"
      cp tests/editors/vscode/schema.json "$work/schema.json"
      cp tests/editors/vscode/other.yaml "$work/beside/other.yaml"
      YAML_SERVER=$tools/yaml/node_modules/.bin/yaml-language-server host beside "$work/both" "$work/beside"
      ;;
    user)
      cp -r "$project" "$work/user"
      with_vscode "$work/alone" node "$root/tests/editors/vscode/user.js" "$work/user" "$shots/user" \
        || fail "a user does not see what he should (screenshots: $shots/user)"
      if [ -n "${AIRLINT_PICTURES:-}" ]; then
        for picture in finding executor completion; do cp "$shots/user/$picture.png" "$extension/images/"; done
      fi
      ;;
    *) fail "there is no part $part" ;;
  esac
done
