import { Button, Popover } from '@mantine/core';
import { useEffect, useEffectEvent, useState } from 'react';
import { LIMIT_NAMES } from '../../shared/agent/agent-limits';
import { toolsWaiting } from '../../shared/call/attention';
import { isWritten, type Call } from '../../shared/call/call';
import type { ToolTurn } from '../../shared/call/transcript';
import { actionTitle, keyCap } from '../actions/action';
import { CALL_ACTIONS, keypad, stopWords } from '../actions/call-actions';
import { endAfterWords, endCall, isAskedToEnd, keepCall } from '../actions/end-actions';
import { nextInNeed } from '../actions/page-actions';
import { ActionButton, useActions, useScreen } from '../actions/use-actions';
import { otherParty } from '../labels/other-party';
import { hasUnheardWords, isAnothers } from '../labels/phase-labels';
import { useServices } from '../services/services';
import { KeyCap } from '../ui/keyboard/key-cap';
import { keyNames, pressedKey } from '../ui/keyboard/key-names';
import { Notice } from '../ui/notice';
import { showRefusal } from '../ui/refusal-toast';
import styles from './call-panel.module.css';
import type { Drafts } from './compose/drafts';
import { DeadAirCard } from './dead-air-card';
import { EndedSummary } from './ended-summary';
import { FloorButtons } from './floor/floor-buttons';
import { ListenButton } from './floor/listen-button';
import { ReplyTimes } from './reply-times';
import { StaleCard, ToolCard } from './tools/tool-card';

interface CallPanelProps {
  readonly call: Call;
  /** Another call that waits for a person, or null. */
  readonly otherInNeed: Call | null;
  readonly onSelect: (callId: string) => void;
  readonly drafts: Drafts;
}

/** Panel of the call: what the operator can do for it, and how it goes. */
export function CallPanel({ call, otherInNeed, onSelect, drafts }: CallPanelProps) {
  const ended = call.phase.name === 'ended';
  const hasSound = !ended && !isWritten(call);
  return (
    <aside aria-label="This call" className={styles['panel']}>
      <div className={styles['top']}>
        {otherInNeed !== null && (
          <button
            type="button"
            className={styles['other']}
            title={actionTitle(nextInNeed)}
            onClick={() => onSelect(otherInNeed.id)}
          >
            <span>{otherParty(otherInNeed)} needs you</span>
            <KeyCap>{keyCap(nextInNeed)}</KeyCap>
          </button>
        )}
        {call.phase.name === 'ended' && <EndedSummary direction={call.direction} phase={call.phase} />}
        {call.raised !== null && (
          <Notice
            tone="attention"
            sentence={`The agent’s limit was reached: ${LIMIT_NAMES[call.raised.limit]}.`}
            remedy="The call goes on. Listen, whisper to the agent, take over, or end the call."
          />
        )}
        {toolsWaiting(call).map((tool) => (
          <ToolCard key={tool.toolCallId} callId={call.id} from={otherParty(call)} tool={tool} drafts={drafts} />
        ))}
        {staleRequests(call).map((tool) => (
          <StaleCard key={tool.toolCallId} tool={tool} />
        ))}
        {hasSound && <DeadAirCard call={call} />}
        {hasSound && <ListenButton call={call} />}
        {hasSound && <FloorButtons call={call} />}
        {hasSound && <CallActs call={call} />}
        <div className={styles['numbers']}>
          <ReplyTimes call={call} />
        </div>
      </div>
      {!ended && (
        <div className={styles['foot']}>
          <EndCall call={call} />
        </div>
      )}
    </aside>
  );
}

/** Buttons of what an operator may do to the call without speaking to the caller. */
function CallActs({ call }: { readonly call: Call }) {
  return (
    <div className={styles['acts']}>
      {CALL_ACTIONS.map((action) =>
        action === keypad ? (
          <Keypad key={action.id} call={call} />
        ) : (
          <ActionButton key={action.id} action={action} call={call} />
        ),
      )}
      <ActionButton action={stopWords} call={call} />
    </div>
  );
}

const KEYS: readonly string[] = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'];
const SHOWN_DIGITS = 16;

/** Sends tones to the other end, by click or by typing. */
function Keypad({ call }: { readonly call: Call }) {
  const { run } = useServices();
  const { screen } = useActions();
  const callId = call.id;
  const opened = useScreen((view) => view.keypadOf === callId);
  const [sent, setSent] = useState('');

  const press = async (digit: string): Promise<void> => {
    setSent((before) => (before + digit).slice(-SHOWN_DIGITS));
    const outcome = await run((api) => api.operator.pressKeys({ callId, digits: digit }));
    if (!outcome.ok) showRefusal(outcome.sentence);
  };
  const onKeyDown = useEffectEvent((event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const key = keyNames(pressedKey(event)).find((name) => KEYS.includes(name));
    if (key === undefined) return;
    event.preventDefault();
    void press(key);
  });
  useEffect(() => {
    if (!opened) return undefined;
    // Typed at once after P, before the focus is in the keypad, they are meant for it all the same.
    const listener = (event: KeyboardEvent): void => onKeyDown(event);
    document.addEventListener('keydown', listener);
    return () => document.removeEventListener('keydown', listener);
  }, [opened]);

  // Another call is shown: it has a keypad of its own.
  useEffect(() => () => screen.openKeypad(null), [screen]);

  return (
    <Popover
      opened={opened}
      onChange={(isOpen) => screen.openKeypad(isOpen ? callId : null)}
      position="bottom-end"
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <ActionButton action={keypad} call={call} />
      </Popover.Target>
      <Popover.Dropdown>
        <div role="group" aria-label="Keypad" className={styles['keypad']}>
          <output aria-label="Sent" className={styles['sent']}>
            {sent === '' ? 'Press or type the keys' : sent}
          </output>
          {KEYS.map((key, index) => (
            <Button
              key={key}
              variant="default"
              data-autofocus={index === 0 ? true : undefined}
              className={styles['key']}
              onClick={() => void press(key)}
            >
              {key}
            </Button>
          ))}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

/** Lifetime of the question, counted from when it is on the screen: a slow machine takes none of a person's time. */
const CONFIRM_WITHIN_MS = 15_000;

/** Ends the call, at the second press: the first one asks. */
function EndCall({ call }: { readonly call: Call }) {
  const { screen } = useActions();
  const { consoleId } = useServices();
  const callId = call.id;
  const asked = useScreen((view) => isAskedToEnd(call, { screen: view }));
  useEffect(() => {
    if (!asked) return undefined;
    const keep = (): void => screen.keep(callId);
    const timer = setTimeout(keep, CONFIRM_WITHIN_MS);
    return () => clearTimeout(timer);
  }, [asked, screen, callId]);
  // Who looks at another call has not answered.
  useEffect(() => () => screen.forgetEnding(callId), [screen, callId]);

  return (
    <div className={styles['end']}>
      {asked && (
        <p role="alert" className={styles['question']}>
          {isAnothers(call, consoleId) && 'Another operator is speaking with them. '}End the call with{' '}
          {otherParty(call)}? Press again to confirm.
        </p>
      )}
      <div className={styles['buttons']}>
        {asked && <ActionButton action={keepCall} justify="center" />}
        <ActionButton
          action={endCall}
          call={call}
          isDangerous
          variant={asked ? 'filled' : 'outline'}
          className={styles['button'] ?? ''}
        />
      </div>
      {asked && hasUnheardWords(call) && <ActionButton action={endAfterWords} call={call} />}
    </div>
  );
}

/** Superseded requests for approval, shown while the agent's newer request still waits. */
function staleRequests(call: Call): readonly ToolTurn[] {
  const wanted = new Set(toolsWaiting(call).map(({ name }) => name));
  return call.turns.filter(
    (turn): turn is ToolTurn =>
      turn.kind === 'tool' &&
      turn.outcome.state === 'failed' &&
      turn.outcome.failure === 'superseded' &&
      wanted.has(turn.name),
  );
}
