#!/usr/bin/env bash
# Makes what people install, into DIR (default: artifacts): an archive of prcl and one of prcl-silo for Linux x64 that need no .NET, prcl as a
# .NET tool, and SHA256SUMS. Everything is compiled before it is started, in one piece with the runtime, which makes prcl start twice as fast.
#   build/package.sh [DIR]
set -euo pipefail
cd "$(dirname "$0")/.."
out=$(realpath -m "${1:-artifacts}")
version=$(dotnet msbuild src/Client/Client.csproj -getProperty:Version)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$out"

archive() {
  local project=$1 name=$2-$version-linux-x64
  dotnet publish "$project" -c Release -r linux-x64 --self-contained -o "$work/$name" \
    -p:PublishReadyToRun=true -p:PublishReadyToRunComposite=true -p:DebugType=none -p:PublishDocumentationFiles=false
  cp LICENSE THIRD-PARTY-NOTICES.md build/shell/prcl.bash "$work/$name"
  tar -C "$work" -czf "$out/$name.tar.gz" --sort=name --owner=0 --group=0 --numeric-owner "$name"
}

archive src/Client prcl
archive src/Silo prcl-silo
cp infra/systemd/prcl-silo.service "$out"
dotnet pack src/Client -c Release -o "$out" -p:PackAsTool=true
(cd "$out" && sha256sum -- *.tar.gz *.nupkg prcl-silo.service > SHA256SUMS)
cat "$out/SHA256SUMS"
