import { MULAW_BYTES_PER_MS } from '../../shared/audio/mulaw';

/** What a stretch of agent audio belongs to. */
export interface AudioKey {
  readonly responseId: string;
  readonly itemId: string;
  readonly contentIndex: number;
}

/** What an interruption left of one item: ms heard of ms sent. `complete`: the model had finished its audio. */
export interface PlaybackCut extends AudioKey {
  readonly heardMs: number;
  readonly sentMs: number;
  readonly complete: boolean;
}

/** An item that came out of the phone to its end. */
export type HeardItem = AudioKey & { readonly heardMs: number };

/** What a caller's phone began to play or played to its end, since it was last asked. */
export interface PlaybackProgress {
  readonly started: readonly AudioKey[];
  readonly heard: readonly HeardItem[];
}

/** What an interruption finds: items cut, and items heard to their end whose last mark is still on its way. */
export interface PlaybackStop {
  readonly cuts: readonly PlaybackCut[];
  readonly heard: readonly HeardItem[];
}

interface Segment {
  readonly key: AudioKey;
  readonly startByte: number;
  endByte: number;
  complete: boolean;
  started: boolean;
}

interface OutstandingMark {
  readonly name: string;
  readonly byte: number;
}

interface Anchor {
  readonly byte: number;
  readonly atMs: number;
}

/** Nine minutes of marks are under 3,000; more means a carrier that never brings them back. */
const MAX_OUTSTANDING_MARKS = 4096;

const NOTHING: PlaybackProgress = { started: [], heard: [] };

/**
 * Knows how much of the agent's audio came out of the caller's phone. The phone plays one stream of bytes in order, in
 * real time; positions are bytes of that stream. Named marks come back when the phone reached them; between marks the
 * ledger runs on the clock, from an anchor: "a command sent at `atMs` finds the phone at `byte`".
 */
export class PlaybackLedger {
  private segments: Segment[] = [];
  private marks: OutstandingMark[] = [];
  private generation = 1;
  private sentBytes = 0;
  private acknowledgedBytes = 0;
  private markedBytes = 0;
  private anchor: Anchor = { byte: 0, atMs: 0 };

  /** Bytes sent since the last mark. */
  get unmarkedBytes(): number {
    return this.sentBytes - this.markedBytes;
  }

  /** End of the stream so far, in bytes since the last interruption. */
  get endByte(): number {
    return this.sentBytes;
  }

  /** Audio went to the phone. True: it begins to play now, because nothing was queued before it. */
  sent(key: AudioKey, bytes: number, nowMs: number): boolean {
    const drained = this.positionAt(nowMs) >= this.sentBytes;
    if (drained) this.anchor = { byte: this.sentBytes, atMs: nowMs };
    const last = this.segments.at(-1);
    if (last !== undefined && !last.complete && sameKey(last.key, key)) {
      last.endByte += bytes;
      this.sentBytes += bytes;
      return false;
    }
    const startByte = this.sentBytes;
    this.segments.push({ key, startByte, endByte: startByte + bytes, complete: false, started: drained });
    this.sentBytes += bytes;
    return drained;
  }

  /** Names a mark for the end of the stream. The name goes out right after the audio it measures. */
  mark(): string {
    const name = `${String(this.generation)}:${String(this.sentBytes)}`;
    this.marks.push({ name, byte: this.sentBytes });
    if (this.marks.length > MAX_OUTSTANDING_MARKS) this.marks.shift();
    this.markedBytes = this.sentBytes;
    return name;
  }

  /** The model finished the audio of an item. Answers what that completes: an item whose every byte was acknowledged. */
  finished(key: AudioKey): PlaybackProgress {
    for (const segment of this.segments) if (sameKey(segment.key, key)) segment.complete = true;
    return this.progress();
  }

  /** A mark came back. Marks of before an interruption, unknown and repeated ones change nothing. */
  acknowledged(name: string, nowMs: number, roundTripMs: number): PlaybackProgress {
    const index = this.marks.findIndex((mark) => mark.name === name);
    const mark = this.marks[index];
    if (mark === undefined) return NOTHING;
    this.marks.splice(0, index + 1);
    this.acknowledgedBytes = mark.byte;
    this.anchor = later(this.anchor, { byte: mark.byte, atMs: nowMs - roundTripMs });
    return this.progress();
  }

  /** Where a command sent now finds the phone: never before the last acknowledgement, never behind what was sent. */
  positionAt(nowMs: number): number {
    const played = this.anchor.byte + Math.max(0, nowMs - this.anchor.atMs) * MULAW_BYTES_PER_MS;
    return Math.min(this.sentBytes, Math.max(this.acknowledgedBytes, Math.round(played)));
  }

  /** Ms of audio that the phone has yet to play. */
  unheardMs(nowMs: number): number {
    return (this.sentBytes - this.positionAt(nowMs)) / MULAW_BYTES_PER_MS;
  }

  /** True when the phone has yet to play more than so many ms of audio. */
  holdsMoreThan(limitMs: number, nowMs: number): boolean {
    const unacknowledgedMs = (this.sentBytes - this.acknowledgedBytes) / MULAW_BYTES_PER_MS;
    return unacknowledgedMs > limitMs && this.unheardMs(nowMs) > limitMs;
  }

  /** True when every byte sent was acknowledged as played. */
  get isAcknowledged(): boolean {
    return this.acknowledgedBytes >= this.sentBytes;
  }

  /** The stream is cleared now: what was heard of each item that was not over. Begins a new generation of marks. */
  interrupt(nowMs: number): PlaybackStop {
    const position = this.positionAt(nowMs);
    const items = new Map<string, PlaybackCut>();
    for (const { key, startByte, endByte, complete } of this.segments) {
      const id = `${key.itemId}/${String(key.contentIndex)}`;
      const before = items.get(id);
      const heardMs = Math.max(0, Math.min(position, endByte) - startByte) / MULAW_BYTES_PER_MS;
      const sentMs = (endByte - startByte) / MULAW_BYTES_PER_MS;
      items.set(id, {
        ...key,
        heardMs: heardMs + (before?.heardMs ?? 0),
        sentMs: sentMs + (before?.sentMs ?? 0),
        complete,
      });
    }
    this.segments = [];
    this.marks = [];
    this.generation += 1;
    this.sentBytes = this.acknowledgedBytes = this.markedBytes = 0;
    this.anchor = { byte: 0, atMs: nowMs };
    const all = [...items.values()];
    return {
      cuts: all.filter((item) => !isOver(item)).map(floorCut),
      heard: all.filter(isOver).map(floorCut),
    };
  }

  private progress(): PlaybackProgress {
    const started: AudioKey[] = [];
    const heard: HeardItem[] = [];
    this.segments = this.segments.filter((segment) => {
      if (!segment.started && segment.startByte <= this.acknowledgedBytes) {
        segment.started = true;
        started.push(segment.key);
      }
      if (!segment.complete || segment.endByte > this.acknowledgedBytes) return true;
      heard.push({ ...segment.key, heardMs: Math.floor((segment.endByte - segment.startByte) / MULAW_BYTES_PER_MS) });
      return false;
    });
    return started.length === 0 && heard.length === 0 ? NOTHING : { started, heard };
  }
}

function sameKey(a: AudioKey, b: AudioKey): boolean {
  return a.itemId === b.itemId && a.contentIndex === b.contentIndex && a.responseId === b.responseId;
}

/**
 * What a mark teaches. When the phone had run dry behind that mark and was sent more since, the mark only says that it
 * did not begin on the new bytes before it was through with the old ones.
 */
function later(anchor: Anchor, mark: Anchor): Anchor {
  if (mark.byte > anchor.byte) return mark;
  const reachesMs = mark.atMs + (anchor.byte - mark.byte) / MULAW_BYTES_PER_MS;
  return { byte: anchor.byte, atMs: Math.max(anchor.atMs, reachesMs) };
}

function isOver({ heardMs, sentMs, complete }: PlaybackCut): boolean {
  return complete && heardMs >= sentMs;
}

/** Whole ms, because the model refuses to truncate a fraction beyond what it generated. */
function floorCut(cut: PlaybackCut): PlaybackCut {
  return { ...cut, heardMs: Math.floor(cut.heardMs), sentMs: Math.floor(cut.sentMs) };
}
