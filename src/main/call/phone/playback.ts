import { MULAW_BYTES_PER_MS } from '../../../shared/audio/mulaw';

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

const NOTHING: PlaybackProgress = { started: [], heard: [] };

/** Which stretches of the phone's stream are which item of the agent's, until they were heard or cut. */
export class PlaybackLedger {
  private segments: Segment[] = [];

  /** End of the agent's last stretch that was not heard to its end; 0: there is none. */
  get endByte(): number {
    return this.segments.at(-1)?.endByte ?? 0;
  }

  /**
   * Audio of an item is the stream from `startByte` to `endByte`. `isDry`: nothing was queued before it. True: the item
   * begins to be heard now.
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

  /** The model finished the audio of an item. Answers what that completes: an item whose every byte was acknowledged. */
  finished(key: AudioKey, acknowledgedByte: number): PlaybackProgress {
    for (const segment of this.segments) if (sameKey(segment.key, key)) segment.complete = true;
    return this.acknowledged(acknowledgedByte);
  }

  /** The phone said that it played the stream up to there. */
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

  /** The stream is cut at `position`: what was heard of each item that was not over. */
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

/** Whole ms, because the model refuses to truncate a fraction beyond what it generated. */
function floorCut(cut: PlaybackCut): PlaybackCut {
  return { ...cut, heardMs: Math.floor(cut.heardMs), sentMs: Math.floor(cut.sentMs) };
}
