import { useEffect, useState } from 'react';
import { ErrorBoundary } from '../ui/error-boundary';
import { useBox, useShownCalls } from '../actions/use-actions';
import { useConsole } from '../services/services';
import { Empty } from '../ui/empty';
import { useCallOrder } from './list/call-needs';
import { CallHeader } from './call-header';
import { CallList } from './list/call-list';
import { CallPanel } from './call-panel';
import { Composer } from './compose/composer';
import { LiveDialogs } from './dialogs/dialogs';
import { Drafts } from './compose/drafts';
import styles from './live-screen.module.css';
import { NoCalls } from './list/no-calls';
import { showRefusal } from '../ui/refusal-toast';
import { neighbour, nextInNeed, useSelection } from './list/selection';
import { lateAnswerWords } from '../transcript/tool-words';
import { Transcript } from '../transcript/transcript';
import type { Call } from '../../shared/call/call';

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
  const { call, select, selectWhenThere } = useSelection(calls, order);
  const [drafts] = useState(() => new Drafts());
  useEffect(() => {
    for (const tool of drafts.takeLate(calls)) showRefusal(lateAnswerWords(tool));
  }, [calls, drafts]);
  const other = nextInNeed(order, call);
  useShownCalls({ call, next: neighbour(order, call, 1), previous: neighbour(order, call, -1), inNeed: other, select });
  useBox('answer', ANSWER_BOX);

  return (
    <div className={styles['screen']}>
      <ErrorBoundary part="The list of calls">
        <CallList order={order} selected={call} onSelect={select} />
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
