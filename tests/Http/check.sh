#!/usr/bin/env bash
# Holds docs/openapi/v1.json, which the unit tests hold against the silo, against the rules of Spectral and Redocly. Needs node and, the first time, the npm registry.
set -euo pipefail
cd "$(dirname "$0")"
if [ ! -x node_modules/.bin/spectral ] && ! npm install --no-package-lock --no-audit --no-fund; then
  echo "The linters can't be installed: the description wasn't looked at." >&2
  exit 0
fi
node_modules/.bin/spectral lint ../../docs/openapi/v1.json --fail-severity warn
node_modules/.bin/redocly lint ../../docs/openapi/v1.json --config redocly.yaml
