import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { EndMoment } from '../../shared/contract/contract';
import { keyTitle } from '../app/shortcut-list';
import { useServices } from '../services/services';
import { KeyCap } from '../ui/keyboard/key-cap';
import { useShortcuts } from '../ui/keyboard/shortcuts';
import styles from './end-call.module.css';
import { showRefusal } from '../ui/refusal-toast';

/** Lifetime of the question, counted from when it is on the screen: a slow machine takes none of a person's time. */
const CONFIRM_WITHIN_MS = 15_000;
/** A second press sooner than this is no answer: somebody types a word with two Es. */
const ANSWER_AFTER_MS = 400;

interface EndCallProps {
  readonly callId: string;
  /** The number at the other end, as it is shown. */
  readonly from: string;
  readonly disabled: boolean;
  /** The agent has words that the caller has not heard. */
  readonly isSpeaking: boolean;
}

/** Ends the call, at the second press: the first one asks. */
export function EndCall({ callId, from, disabled, isSpeaking }: EndCallProps) {
  const { run } = useServices();
  const [asked, setAsked] = useState(false);
  const [ending, setEnding] = useState(false);
  const firstKeyMs = useRef(-Infinity);
  useEffect(() => {
    if (!asked) return undefined;
    const timer = setTimeout(() => setAsked(false), CONFIRM_WITHIN_MS);
    return () => clearTimeout(timer);
  }, [asked]);

  const end = async (when: EndMoment): Promise<void> => {
    setAsked(false);
    setEnding(true);
    const outcome = await run((api) => api.call.end({ callId, when }));
    if (outcome.ok) return;
    setEnding(false);
    showRefusal(outcome.sentence);
  };
  const press = (): void => {
    if (asked) void end('now');
    else setAsked(true);
  };
  // Judged by when the keys went down, not by when a busy page came to hear of it.
  const pressKey = ({ timeStamp }: KeyboardEvent): void => {
    if (!asked) firstKeyMs.current = timeStamp;
    if (!asked || timeStamp - firstKeyMs.current >= ANSWER_AFTER_MS) press();
  };
  const can = !disabled && !ending;
  useShortcuts({
    e: can ? pressKey : null,
    l: asked ? () => void end('after-words') : undefined,
    Escape: asked ? () => setAsked(false) : undefined,
  });

  return (
    <div className={styles['end']}>
      {asked && (
        <p role="alert" className={styles['question']}>
          End the call with {from}? Press again to confirm.
        </p>
      )}
      <div className={styles['buttons']}>
        {asked && (
          <Button variant="default" onClick={() => setAsked(false)} rightSection={<KeyCap>Esc</KeyCap>}>
            Keep
          </Button>
        )}
        <Button
          data-danger
          variant={asked ? 'filled' : 'outline'}
          justify="space-between"
          disabled={!can}
          className={styles['button']}
          title={keyTitle('e')}
          rightSection={<KeyCap>E</KeyCap>}
          onClick={press}
        >
          End call
        </Button>
      </div>
      {asked && isSpeaking && (
        <Button
          variant="default"
          justify="space-between"
          title={keyTitle('l')}
          rightSection={<KeyCap>L</KeyCap>}
          onClick={() => void end('after-words')}
        >
          End after the last words
        </Button>
      )}
    </div>
  );
}
