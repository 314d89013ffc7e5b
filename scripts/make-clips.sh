#!/usr/bin/env bash
# Speaks every line of resources/clips/clips.json into <name>.ulaw: headerless µ-law, 8 kHz, mono.
# Trimmed, about -20 dBFS RMS, with 5 ms fades. The result is committed; the app never runs this.
# Usage: scripts/make-clips.sh [name ...]      (no name: all of them)
set -euo pipefail

folder="$(cd "$(dirname "$0")/.." && pwd)/resources/clips"
target_rms_db=-20
peak_limit_db=-1

missing=()
for tool in flite sox node; do
  command -v "$tool" >/dev/null || missing+=("$tool")
done
if ((${#missing[@]})); then
  echo "make-clips needs: ${missing[*]}. On Debian and Ubuntu: apt install flite sox nodejs" >&2
  exit 1
fi

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

# "<flite voice> <stretch> <speed>": the stretch undoes the tempo of the speed, which moves pitch and formants.
voice_of() {
  case "$1" in
    anna) echo 'slt 1.0 1.0' ;;
    ben) echo 'kal16 0.93 0.93' ;;
    carl) echo 'awb 1.0 1.0' ;;
    dana) echo 'slt 0.91 0.91' ;;
    agent) echo 'rms 1.0 1.0' ;;
    *)
      echo "clips.json names the voice \"$1\", which this script does not know" >&2
      return 1
      ;;
  esac
}

level_of() {
  sox "$1" -n stats 2>&1 | awk -v row="$2" 'index($0, row) == 1 { print $NF }'
}

speak() {
  local name="$1" voice="$2" text="$3" settings flite_voice stretch speed gain
  settings="$(voice_of "$voice")"
  read -r flite_voice stretch speed <<<"$settings"
  flite -voice "$flite_voice" --setf duration_stretch="$stretch" -t "$text" -o "$work/spoken.wav"
  sox -D "$work/spoken.wav" "$work/trimmed.wav" \
    speed "$speed" rate -h 8000 highpass 100 \
    silence 1 0.01 0.7% reverse silence 1 0.01 0.7% reverse
  gain="$(awk -v want="$target_rms_db" -v have="$(level_of "$work/trimmed.wav" 'RMS lev dB')" \
    -v limit="$peak_limit_db" -v peak="$(level_of "$work/trimmed.wav" 'Pk lev dB')" \
    'BEGIN { gain = want - have; if (peak + gain > limit) gain = limit - peak; print gain }')"
  # µ-law has two zeros; one of them is enough, and makes equal sound equal bytes.
  sox -D "$work/trimmed.wav" -t raw -e mu-law -b 8 -r 8000 -c 1 - gain "$gain" fade t 0.005 -0 0.005 |
    LC_ALL=C tr '\177' '\377' >"$folder/$name.ulaw"
  printf '%-20s %5d ms\n' "$name" "$(($(wc -c <"$folder/$name.ulaw") / 8))"
}

node -e '
  const [file, ...wanted] = process.argv.slice(1);
  for (const [name, { text, voice }] of Object.entries(JSON.parse(require("node:fs").readFileSync(file, "utf8")))) {
    if (wanted.length === 0 || wanted.includes(name)) console.log([name, voice, text].join("\t"));
  }
' "$folder/clips.json" "$@" |
  while IFS=$'\t' read -r name voice text; do
    speak "$name" "$voice" "$text"
  done
