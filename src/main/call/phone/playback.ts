import { MULAW_BYTES_PER_MS } from '../../../shared/audio/mulaw';

/** Key of a stretch of agent audio: the response, item and content part it belongs to. */
export interface AudioKey {
  readonly responseId: string;
  readonly itemId: string;
  readonly contentIndex: number;
}

/** Item that an interruption cut, with ms heard of ms sent. `complete`: the model had finished its audio. */
export interface PlaybackCut extends AudioKey {
  readonly heardMs: number;
  readonly sentMs: number;
  readonly complete: boolean;
}

/** Item that the phone played to its end. */
export type HeardItem = AudioKey & { readonly heardMs: number };

/** Progress of a caller's phone since it was last asked: items it began to play, and items it played to their end. */
export interface PlaybackProgress {
  readonly started: readonly AudioKey[];
  readonly heard: readonly HeardItem[];
}

/** Result of an interruption: items cut, and items heard to their end whose last mark is still on its way. */
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

const NOTHING: PlaybackProgress = { started: [], heard: [] };

/** Ledger of the agent's items in the phone's stream: keeps each stretch until it was heard or cut. */
export class PlaybackLedger {
  private segments: Segment[] = [];

  /** End of the agent's last stretch that was not heard to its end; bytes. 0: there is none. */
  get endByte(): number {
    return this.segments.at(-1)?.endByte ?? 0;
  }

  /**
   * Enters audio of an item, which is the stream from `startByte` to `endByte`. `isDry`: nothing was queued before it.
   * True: the item begins to be heard now.
   */
  sent(key: AudioKey, startByte: number, endByte: number, isDry: boolean): boolean {
    const last = this.segments.at(-1);
    const isMore = last !== undefined && !last.complete && sameKey(last.key, key);
    if (isMore && last.endByte === startByte) {
      last.endByte = endByte;
      return false;
    }
    this.segments.push({ key, startByte, endByte, complete: false, started: isMore || isDry });
    return isDry && !isMore;
  }

  /**
   * Marks an item whose audio the model finished. Returns the items that this completes: every byte of them was
   * acknowledged.
   */
  finished(key: AudioKey, acknowledgedByte: number): PlaybackProgress {
    for (const segment of this.segments) if (sameKey(segment.key, key)) segment.complete = true;
    return this.acknowledged(acknowledgedByte);
  }

  /** Notes that the phone played the stream up to `byte`. */
  acknowledged(byte: number): PlaybackProgress {
    const started: AudioKey[] = [];
    const heard: HeardItem[] = [];
    this.segments = this.segments.filter((segment) => {
      if (!segment.started && segment.startByte <= byte) {
        segment.started = true;
        started.push(segment.key);
      }
      if (!segment.complete || segment.endByte > byte) return true;
      heard.push({ ...segment.key, heardMs: Math.floor((segment.endByte - segment.startByte) / MULAW_BYTES_PER_MS) });
      return false;
    });
    return started.length === 0 && heard.length === 0 ? NOTHING : { started, heard };
  }

  /** Cuts the stream at `position`. Returns how much was heard of each item that was not over. */
  interrupt(position: number): PlaybackStop {
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
    const all = [...items.values()];
    return {
      cuts: all.filter((item) => !isOver(item)).map(floorCut),
      heard: all.filter(isOver).map(floorCut),
    };
  }
}

function sameKey(a: AudioKey, b: AudioKey): boolean {
  return a.itemId === b.itemId && a.contentIndex === b.contentIndex && a.responseId === b.responseId;
}

function isOver({ heardMs, sentMs, complete }: PlaybackCut): boolean {
  return complete && heardMs >= sentMs;
}

/** Rounds down to whole ms, because the model refuses to truncate a fraction beyond what it generated. */
function floorCut(cut: PlaybackCut): PlaybackCut {
  return { ...cut, heardMs: Math.floor(cut.heardMs), sentMs: Math.floor(cut.sentMs) };
}
