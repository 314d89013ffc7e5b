import { IconArrowDown } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useLayoutEffect, useRef, useState, type ClipboardEvent, type RefObject } from 'react';
import type { Call } from '../../shared/call/call';
import type { Turn } from '../../shared/call/transcript';
import { FindBar, useFinding } from './find-bar';
import { noteLabel } from './note-labels';
import { languageName } from '../labels/language-names';
import { showDone, showRefusal } from '../ui/refusal-toast';
import styles from './transcript.module.css';
import { TurnRow } from './turn-row';
import { NOT_HEARD, replyTo, turnLines } from './turn-words';

/** Everything said in a call, in the order of the conversation. Only what is in view is in the page. */
export function Transcript({ call }: { readonly call: Call }) {
  const { turns } = call;
  const { scroller, following, look, jump } = useFollowEnd();
  const [sizes] = useState(() => new TurnSizes());
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const toggle = useCallback((turnId: string) => setOpened((before) => toggled(before, turnId)), []);
  const rows = useVirtualizer({
    count: turns.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => sizes.of(turns[index]),
    getItemKey: useCallback((index: number) => turns[index]?.id ?? index, [turns]),
    initialOffset: Number.MAX_SAFE_INTEGER,
    paddingStart: 12,
    paddingEnd: 14,
    overscan: 6,
    directDomUpdates: true,
    anchorTo: 'end',
    onChange: look,
  });
  useLayoutEffect(look, [look, turns]);
  const latest = latestCallerTurn(turns);
  const finding = useFinding(turns, call.rangAt, (place) => rows.scrollToIndex(place, { align: 'center' }));
  return (
    <div className={styles['transcript']}>
      <div
        ref={scroller}
        role="log"
        aria-label="Transcript"
        aria-live="off"
        tabIndex={0}
        data-scrolls
        onScroll={look}
        onCopy={(event) => copyTurns(event, turns, call.rangAt)}
        className={styles['scroller']}
      >
        <div ref={rows.containerRef} className={styles['all']}>
          {rows.getVirtualItems().map(({ key, index }) => {
            const turn = turns[index];
            if (turn === undefined) return null;
            return (
              <div
                key={key}
                ref={rows.measureElement}
                data-index={index}
                data-found={index === finding.place}
                className={styles['row']}
              >
                <TurnRow
                  turn={turn}
                  callStart={call.rangAt}
                  latestOfCaller={turn.id === latest}
                  heardIn={languageAt(turns, index)}
                  reply={replyTo(turn, turns)}
                  opened={opened.has(turn.id)}
                  onToggle={toggle}
                />
              </div>
            );
          })}
        </div>
      </div>
      <FindBar finding={finding} />
      {!following && (
        <button type="button" className={styles['jump']} onClick={jump}>
          <IconArrowDown size={14} stroke={2} aria-hidden />
          Jump to latest
        </button>
      )}
    </div>
  );
}

/**
 * Copies a selection of several turns as lines of text, one a turn, rows that are not in the page included. A selection
 * within one turn is copied as it stands; words that nobody heard keep their mark.
 */
function copyTurns(event: ClipboardEvent<HTMLElement>, turns: readonly Turn[], callStart: number): void {
  const selection = window.getSelection();
  if (selection === null || selection.isCollapsed) return;
  const { startContainer, endContainer } = selection.getRangeAt(0);
  const from = placeOf(startContainer) ?? 0;
  const to = placeOf(endContainer) ?? turns.length - 1;
  let text: string;
  if (from !== to)
    text = turnLines(turns, callStart)
      .slice(from, to + 1)
      .join('\n');
  else if (isStruck(startContainer) && isStruck(endContainer)) text = `[${NOT_HEARD}: ${selection.toString()}]`;
  else return;
  event.clipboardData.setData('text/plain', text);
  event.preventDefault();
}

/** Puts the whole transcript of a call into the clipboard, a line a turn, and says so. */
export async function copyAll({ turns, rangAt }: Call): Promise<void> {
  try {
    await navigator.clipboard.writeText(turnLines(turns, rangAt).join('\n'));
    showDone('The transcript is in the clipboard.');
  } catch {
    showRefusal('The clipboard was not available. Select the transcript and copy it instead.');
  }
}

/** Place of the turn that a node belongs to; null outside of every turn. */
function placeOf(node: Node): number | null {
  const row = elementOf(node)?.closest<HTMLElement>('[data-index]');
  return row === undefined || row === null ? null : Number(row.dataset['index']);
}

function isStruck(node: Node): boolean {
  return (elementOf(node)?.closest('s') ?? null) !== null;
}

function elementOf(node: Node): Element | null {
  return node instanceof Element ? node : node.parentElement;
}

function toggled(before: ReadonlySet<string>, turnId: string): ReadonlySet<string> {
  const after = new Set(before);
  if (!after.delete(turnId)) after.add(turnId);
  return after;
}

const LINE_PX = 19;
const AROUND_PX = 13;
const TOOL_PX = 44;
const CHARACTERS_PER_LINE = 72;

/**
 * Estimated heights of turns before they are first measured, px. A turn's estimate stays fixed, however its words grow.
 * The list keeps no measurement that matched its estimate, so a new estimate would misplace the rows behind it.
 */
export class TurnSizes {
  readonly #expected = new Map<string, number>();

  of(turn: Turn | undefined): number {
    if (turn === undefined) return LINE_PX + AROUND_PX;
    const known = this.#expected.get(turn.id);
    if (known !== undefined) return known;
    const expected = estimate(turn);
    this.#expected.set(turn.id, expected);
    return expected;
  }
}

function estimate(turn: Turn): number {
  if (turn.kind === 'tool') return TOOL_PX;
  const text = turn.kind === 'note' ? noteLabel(turn.event) : turn.text;
  return Math.max(1, Math.ceil(text.length / CHARACTERS_PER_LINE)) * LINE_PX + AROUND_PX;
}

/** Distance from the end that still counts as being there, px. */
const AT_END_PX = 24;

/** Scroll position of a list that follows its end. */
export interface EndPosition {
  readonly top: number;
  readonly following: boolean;
}

interface ScrollBox {
  readonly scrollTop: number;
  readonly scrollHeight: number;
  readonly clientHeight: number;
}

/**
 * Updates the position after a scroll. Only the reader scrolls upwards: growing content, and the scrolling that follows
 * it, never does.
 */
export function nextPosition(before: EndPosition, box: ScrollBox): EndPosition {
  const top = box.scrollTop;
  const away = box.scrollHeight - box.clientHeight - top > AT_END_PX;
  return { top, following: !away || (before.following && top >= before.top) };
}

/** Keeps a scrolled element at its end while its content grows, until the reader scrolls up. */
function useFollowEnd(): {
  /** Ref for the element that scrolls. */
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly following: boolean;
  /** Call this when the element was scrolled or its content changed size. */
  readonly look: () => void;
  readonly jump: () => void;
} {
  const scroller = useRef<HTMLDivElement>(null);
  const [following, setFollowing] = useState(true);
  const position = useRef<EndPosition>({ top: 0, following: true });
  const look = useCallback(() => {
    const box = scroller.current;
    if (box === null) return;
    position.current = nextPosition(position.current, box);
    if (position.current.following) {
      box.scrollTop = box.scrollHeight;
      position.current = { top: box.scrollTop, following: true };
    }
    setFollowing(position.current.following);
  }, []);
  const jump = useCallback(() => {
    position.current = { top: 0, following: true };
    look();
  }, [look]);
  return { scroller, following, look, jump };
}

/** Names the language that the caller's turn at `place` is the first to be in; empty: there is no other than before. */
export function languageAt(turns: Call['turns'], place: number): string {
  const turn = turns[place];
  if (turn?.kind !== 'caller' || turn.languages === undefined) return '';
  const heard = turn.languages.map(languageName).join(', ');
  for (let index = place - 1; index >= 0; index--) {
    const before = turns[index];
    if (before?.kind === 'caller' && before.languages !== undefined)
      return before.languages.map(languageName).join(', ') === heard ? '' : heard;
  }
  return heard;
}

/** Returns the id of the caller's last turn, or null. */
export function latestCallerTurn(turns: Call['turns']): string | null {
  for (let index = turns.length - 1; index >= 0; index--) {
    const turn = turns[index];
    if (turn?.kind === 'caller') return turn.id;
  }
  return null;
}
