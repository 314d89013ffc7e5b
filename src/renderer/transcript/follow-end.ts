import { useCallback, useRef, useState, type RefObject } from 'react';

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
export function useFollowEnd(): {
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
