#!/usr/bin/env bash
# Packs both programs for Linux x64, .NET included, so that the machines they go to need nothing:
#
#   infra/install/archives.sh OUT [cpu|cuda]
#
# OUT gets prcl-VERSION-linux-x64.tar.gz (one program file, manual page, completion), prcl-silo-VERSION-linux-x64-cpu.tar.gz (a folder with libtorch,
# 0.2 GB; cuda: several GB; systemd unit), prcl.VERSION.nupkg (a .NET tool) and SHA256SUMS. Needs the .NET SDK and NuGet. The checkout's own builds stay as they are.
set -euo pipefail
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
[ $# -ge 1 ] || { echo "usage: $0 OUT [cpu|cuda]" >&2; exit 2; }
root=$(cd "$(dirname "$0")/../.." && pwd)
mkdir -p "$1"
out=$(cd "$1" && pwd) backend=${2:-cpu}
case $backend in cpu|cuda) ;; *) echo "'$backend' must be cpu or cuda" >&2; exit 2 ;; esac
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# A copy: a self-contained build writes into obj, which belongs to the checkout's own builds. The commit is told, since the copy has no history.
mkdir "$work/source"
tar -C "$root" --exclude=./.git --exclude=bin --exclude=obj --exclude=node_modules --exclude=prcl-data -cf - . | tar -C "$work/source" -xf -
commit=$(git -C "$root" rev-parse HEAD 2>/dev/null || echo "")
properties=(-p:SourceRevisionId="$commit" -p:RunAnalyzers=false -p:GenerateDocumentationFile=false -p:DebugType=none)
version=$(dotnet msbuild "$work/source/src/Client/Client.csproj" -getProperty:Version)

dotnet pack "$work/source/src/Client" -c Release -o "$work/tool" -v quiet "${properties[@]}"
publish() { dotnet publish "$work/source/$1" -c Release -r linux-x64 -o "$2" -v quiet -p:SelfContained=true -p:PublishReadyToRun=true "${properties[@]}" "${@:3}"; }
publish src/Client "$work/prcl-$version" -p:PublishSingleFile=true
publish src/Silo "$work/prcl-silo-$version" -p:TorchBackend="$backend"

client="$work/prcl-$version"
mkdir -p "$client/man" "$client/completion"
"$client/prcl" man > "$client/man/prcl.1"
for shell in bash zsh fish; do "$client/prcl" completion $shell > "$client/completion/prcl.$shell"; done
cp "$root/infra/systemd/prcl-silo.service" "$work/prcl-silo-$version/"
for folder in "$client" "$work/prcl-silo-$version"; do cp "$root/LICENSE" "$root/THIRD-PARTY-NOTICES.md" "$folder/"; done

# The same content gives the same archive.
pack() { tar -C "$work" --sort=name --owner=0 --group=0 --numeric-owner --mtime=@0 -cf - "$1" | gzip -n > "$out/$2"; }
pack "prcl-$version" "prcl-$version-linux-x64.tar.gz"
pack "prcl-silo-$version" "prcl-silo-$version-linux-x64-$backend.tar.gz"
cp "$work"/tool/*.nupkg "$out/"
cd "$out"
sha256sum "prcl-$version-linux-x64.tar.gz" "prcl-silo-$version-linux-x64-$backend.tar.gz" prcl.*.nupkg > SHA256SUMS
ls -l "$out"
