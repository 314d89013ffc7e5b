import { Button } from '@mantine/core';
import { IconCopy, IconPhoneIncoming, IconPhoneOff } from '@tabler/icons-react';
import { useCallback, useEffect, useState } from 'react';
import { useHashLocation } from 'wouter/use-hash-location';
import type { Call } from '../../shared/call/call';
import { labelWithKey } from '../actions/action';
import { copyTranscript } from '../actions/page-actions';
import { useAction, useActions, useBox, useScreen, useShownCalls } from '../actions/use-actions';
import { costLabel, costTitle } from '../labels/cost-labels';
import { callerBadges, otherParty } from '../labels/other-party';
import { phaseLabel } from '../labels/phase-labels';
import { versionLabel } from '../labels/version-labels';
import { callAddress, callIdOf, isOfCalls } from '../routes/call-route';
import { useConsole, useServices } from '../services/services';
import { lateAnswerWords } from '../transcript/tool-row';
import { copyAll, Transcript } from '../transcript/transcript';
import { Badge } from '../ui/badge';
import { Empty } from '../ui/empty';
import { ErrorBoundary } from '../ui/error-boundary';
import { IconButton } from '../ui/icon-button';
import { showRefusal } from '../ui/refusal-toast';
import { formatLatency } from '../ui/text/format';
import { displayNumber } from '../ui/text/phone-number';
import { plainLine } from '../ui/text/plain-text';
import { Timer } from '../ui/time/timer';
import { CallPanel } from './call-panel';
import { Composer } from './compose/composer';
import { Drafts } from './compose/drafts';
import { DialDialog } from './dialogs/dial-dialog';
import { HandBackDialog } from './dialogs/hand-back-dialog';
import { TransferDialog } from './dialogs/transfer-dialog';
import { CallList } from './list/call-list';
import { neighbour, nextInNeed, useCallOrder, type CallOrder } from './list/call-order';
import styles from './live-screen.module.css';
import { ApplyToCall, useLatestVersion } from './tools/apply-to-call';
import { ToolsDialog } from './tools/tools-dialog';

/** First place on the screen where a tool call can be answered. */
const ANSWER_BOX = {
  get current() {
    return document.querySelector<HTMLElement>('[data-answer-box]');
  },
};

/** Every call as it happens: the list, the conversation, and what can be done for it. */
export function LiveScreen() {
  const calls = useConsole((view) => view.console.calls);
  const order = useCallOrder(calls);
  const { call, isUnknown, select, selectWhenThere } = useSelection(calls, order);
  const [drafts] = useState(() => new Drafts());
  useEffect(() => {
    for (const tool of drafts.takeLate(calls)) showRefusal(lateAnswerWords(tool));
  }, [calls, drafts]);
  const other = nextInNeed(order, call);
  useShownCalls({
    call,
    next: neighbour(order, call, 1),
    previous: neighbour(order, call, -1),
    inNeed: other,
    select,
    copyTranscript: useCallback(() => void (call !== null && copyAll(call)), [call]),
  });
  useBox('answer', ANSWER_BOX);

  return (
    <div className={styles['screen']}>
      <ErrorBoundary part="The list of calls">
        <CallList calls={calls} order={order} selected={call} drafts={drafts} onSelect={select} />
      </ErrorBoundary>
      {call === null ? (
        <div className={styles['empty']}>{isUnknown ? <UnknownCall /> : <NoCalls />}</div>
      ) : (
        <>
          <section aria-label="Conversation" className={styles['middle']}>
            <ErrorBoundary key={call.id} part="This conversation">
              <CallHeader call={call} />
              {call.turns.length === 0 ? <NothingSaid call={call} /> : <Transcript call={call} />}
              {call.phase.name !== 'ended' && <Composer call={call} drafts={drafts} />}
            </ErrorBoundary>
          </section>
          <ErrorBoundary key={call.id} part="This panel">
            <CallPanel
              call={call}
              otherInNeed={other?.id === call.id ? null : other}
              onSelect={select}
              drafts={drafts}
            />
          </ErrorBoundary>
        </>
      )}
      <LiveDialogs calls={calls} onDialled={selectWhenThere} />
    </div>
  );
}

function NothingSaid({ call }: { readonly call: Call }) {
  const { name } = call.phase;
  if (name === 'ended') return <Empty title="Nobody spoke in this call" />;
  return (
    <Empty
      title={name === 'live' ? 'Nobody has spoken yet' : name === 'ringing' ? 'Ringing…' : 'Connecting to the model…'}
    />
  );
}

/** Shown for an address of a call that is not here: opening another caller's call instead could reach the wrong person. */
function UnknownCall() {
  return (
    <Empty heading="h1" icon={<IconPhoneOff size={28} stroke={1.5} />} title="This call is not here">
      <p>It is over and no longer in the list, or the address is wrong. No other call was opened in its place.</p>
      <Button component="a" href="#/live" variant="default">
        Show the calls
      </Button>
    </Empty>
  );
}

/** Shown while there is no call: which number to ring, or why none would be answered. */
function NoCalls() {
  const lines = useConsole((view) => view.console.lines);
  const live = [...lines.values()].filter((line) => line.state === 'live' || line.state === 'degraded');
  const goingLive = [...lines.values()].some((line) => line.state === 'going live');
  if (live.length > 0) {
    return (
      <Empty heading="h1" icon={<IconPhoneIncoming size={28} stroke={1.5} />} title="No calls yet">
        <p>Ring one of your lines, and the call appears here.</p>
        <ul className={styles['lines']}>
          {live.map((line) => (
            <li key={line.number}>
              <b>{displayNumber(line.number)}</b>
              {line.agentName !== '' && ` · ${plainLine(line.agentName)} answers`}
            </li>
          ))}
        </ul>
      </Empty>
    );
  }
  if (goingLive) return <Empty heading="h1" icon={<IconPhoneIncoming size={28} stroke={1.5} />} title="Going live…" />;
  return (
    <Empty heading="h1" icon={<IconPhoneOff size={28} stroke={1.5} />} title="No line is live">
      <p>Your lines are off, so Switchboard answers no calls.</p>
      <Button component="a" href="#/lines" variant="default">
        Open Lines to go live
      </Button>
    </Empty>
  );
}

/** Header of a call: the other party, the agent, the current phase, the latest reply time, and the cost so far. */
function CallHeader({ call }: { readonly call: Call }) {
  const reply = call.replyMs.at(-1);
  const latest = useLatestVersion(call.agent.id);
  const { consoleId } = useServices();
  return (
    <header className={styles['header']}>
      <div className={styles['who']}>
        <h1 className={styles['number']}>{otherParty(call)}</h1>
        {callerBadges(call).map(({ text, title, tone }) => (
          <Badge key={text} cut tone={tone} title={title}>
            {text}
          </Badge>
        ))}
        <Badge cut>
          {plainLine(call.agent.name)} · {versionLabel(call.agent.version)}
          {call.agentChange !== null && `, v${String(call.agentChange.version)} applied`}
        </Badge>
        <ApplyToCall call={call} latest={latest} />
        {call.direction === 'out' && <Badge>call out</Badge>}
        {call.practice && <Badge>practice</Badge>}
        {call.progress === 'answered-by-machine' && <Badge tone="amber">voicemail</Badge>}
        <CopyTranscript />
        <span className={styles['timer']}>
          <Timer since={call.rangAt} until={call.phase.name === 'ended' ? call.phase.at : null} />
        </span>
      </div>
      <div className={styles['facts']}>
        <span className={styles['phase']}>{phaseLabel(call, consoleId)}</span>
        {reply !== undefined && (
          <span>
            reply <b>{formatLatency(reply)}</b>
          </span>
        )}
        <span title={costTitle(call)}>
          cost <b>{costLabel(call)}</b>
        </span>
        <span>{call.direction === 'in' ? `to ${displayNumber(call.to)}` : `from ${displayNumber(call.from)}`}</span>
      </div>
    </header>
  );
}

function CopyTranscript() {
  const { isEnabled, perform } = useAction(copyTranscript);
  return (
    <IconButton
      size={26}
      position="bottom"
      label={labelWithKey(copyTranscript)}
      disabled={!isEnabled}
      icon={<IconCopy size={15} stroke={1.7} />}
      onClick={perform}
    />
  );
}

interface LiveDialogsProps {
  readonly calls: ReadonlyMap<string, Call>;
  /** The carrier has a call out; the feed may not have told of it yet. */
  readonly onDialled: (callId: string) => void;
}

/** The one dialog of the live screen that is open. It goes when its call ends. */
function LiveDialogs({ calls, onDialled }: LiveDialogsProps) {
  const { screen } = useActions();
  const asked = useScreen((view) => view.dialog);
  const onClose = (): void => screen.closeDialog();
  if (asked === null) return null;
  if (asked.name === 'dial') return <DialDialog onClose={onClose} onCalling={onDialled} />;
  const call = calls.get(asked.callId);
  if (call?.phase.name !== 'live') return null;
  if (asked.name === 'tools') return <ToolsDialog call={call} onClose={onClose} />;
  return asked.name === 'transfer' ? (
    <TransferDialog call={call} onClose={onClose} />
  ) : (
    <HandBackDialog call={call} onClose={onClose} />
  );
}

/** The call that is looked at, kept in the address so that a reloaded window shows it again. */
interface Selection {
  readonly call: Call | null;
  /** True when the address names a call that is not here. */
  readonly isUnknown: boolean;
  readonly select: (callId: string) => void;
  /** Of a call that the feed may not have told of yet: shown as soon as it has, unless another is chosen before. */
  readonly selectWhenThere: (callId: string) => void;
}

/**
 * Follows the address. It never changes by itself while its call is known, so that an order that changes does not swap
 * the call under the operator's hands. An address without a call takes the first one of the list; one of a call that is not
 * here takes none.
 */
function useSelection(calls: ReadonlyMap<string, Call>, order: CallOrder): Selection {
  const [path, navigate] = useHashLocation();
  // The address changes before the screen does: an event in between must not take whoever goes to another screen back.
  const isHere = isOfCalls(path);
  const wanted = callIdOf(path);
  const [awaited, setAwaited] = useState({ callId: '', path: '' });
  const call =
    (awaited.path === path ? calls.get(awaited.callId) : undefined) ??
    calls.get(wanted) ??
    (wanted === '' ? (order.current[0] ?? order.ended[0]) : undefined) ??
    null;
  const select = useCallback((callId: string) => navigate(callAddress(callId), { replace: true }), [navigate]);
  useEffect(() => {
    if (isHere && call !== null && call.id !== wanted) select(call.id);
  }, [isHere, call, wanted, select]);
  const selectWhenThere = (callId: string): void => setAwaited({ callId, path });
  return { call, isUnknown: isHere && call === null && wanted !== '', select, selectWhenThere };
}
