import { useEffect, useState } from 'react';
import { ErrorBoundary } from '../ui/error-boundary';
import { useConsole } from '../services/services';
import { Empty } from '../ui/empty';
import { useShortcuts } from '../ui/keyboard/shortcuts';
import { useCallOrder } from './list/call-needs';
import { toolsWaiting } from './list/call-order';
import { CallHeader } from './call-header';
import { CallList } from './list/call-list';
import { CallPanel } from './call-panel';
import { Composer } from './compose/composer';
import { LiveDialogs, type Asked } from './dialogs/dialogs';
import { Drafts } from './compose/drafts';
import styles from './live-screen.module.css';
import { NoCalls } from './list/no-calls';
import { showRefusal } from '../ui/refusal-toast';
import { neighbour, nextInNeed, useSelection } from './list/selection';
import { lateAnswerWords } from '../transcript/tool-words';
import { Transcript } from '../transcript/transcript';
import type { Call } from '../../shared/call/call';

/** Every call as it happens: the list, the conversation, and what can be done for it. */
export function LiveScreen() {
  const calls = useConsole((view) => view.console.calls);
  const order = useCallOrder(calls);
  const { call, select, selectWhenThere } = useSelection(calls, order);
  const [drafts] = useState(() => new Drafts());
  useEffect(() => {
    for (const tool of drafts.takeLate(calls)) showRefusal(lateAnswerWords(tool));
  }, [calls, drafts]);
  const connected = useConsole((view) => view.link.name === 'connected');
  const [asked, setAsked] = useState<Asked>(null);

  const other = nextInNeed(order, call);
  const go = (to: Call | null): void => {
    if (to !== null) select(to.id);
  };
  useShortcuts({
    j: () => go(neighbour(order, call, 1)),
    ArrowDown: () => go(neighbour(order, call, 1)),
    k: () => go(neighbour(order, call, -1)),
    ArrowUp: () => go(neighbour(order, call, -1)),
    n: other === null ? null : () => go(other),
    a: call !== null && toolsWaiting(call).length > 0 ? focusAnswerBox : null,
    c: () => setAsked({ name: 'dial' }),
  });

  return (
    <div className={styles['screen']}>
      <ErrorBoundary part="The list of calls">
        <CallList order={order} selected={call} onSelect={select} onDial={() => setAsked({ name: 'dial' })} />
      </ErrorBoundary>
      {call === null ? (
        <div className={styles['empty']}>
          <NoCalls />
        </div>
      ) : (
        <>
          <section aria-label="Conversation" className={styles['middle']}>
            <ErrorBoundary key={call.id} part="This conversation">
              <CallHeader call={call} />
              {call.turns.length === 0 ? <NothingSaid call={call} /> : <Transcript call={call} />}
              {call.phase.name !== 'ended' && (
                <Composer
                  call={call}
                  disabled={!connected || call.phase.name !== 'live' || call.isAgentGone}
                  drafts={drafts}
                />
              )}
            </ErrorBoundary>
          </section>
          <ErrorBoundary key={call.id} part="This panel">
            <CallPanel
              call={call}
              otherInNeed={other?.id === call.id ? null : other}
              onSelect={select}
              drafts={drafts}
              onTransfer={() => setAsked({ name: 'transfer', callId: call.id })}
              onHandBack={() => setAsked({ name: 'hand-back', callId: call.id })}
              onTools={() => setAsked({ name: 'tools', callId: call.id })}
            />
          </ErrorBoundary>
        </>
      )}
      <LiveDialogs asked={asked} calls={calls} onClose={() => setAsked(null)} onDialled={selectWhenThere} />
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

function focusAnswerBox(): void {
  document.querySelector<HTMLTextAreaElement>('[data-answer-box]')?.focus();
}
