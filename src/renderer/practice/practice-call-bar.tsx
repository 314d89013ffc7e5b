import { Button } from '@mantine/core';
import { useHashLocation } from 'wouter/use-hash-location';
import type { Call } from '../../shared/call/call';
import { ActionButton } from '../actions/action-button';
import { hangUpPractice } from '../actions/page-actions';
import { muteMyself } from '../actions/voice-actions';
import { agentRouteOf } from '../routes/agent-route';
import { LevelMeter } from '../headset-controls/level-meter';
import type { Practice } from '../audio/headset/practising';
import { useAgents, useConsole, useHeadset, useServices } from '../services/services';
import { phaseWords } from '../labels/phase-words';
import { plainLine } from '../ui/text/plain-text';
import { Timer } from '../ui/time/timer';
import styles from './practice-call-bar.module.css';

type OnCall = Extract<Practice, { readonly name: 'on' }>;

/** Across the top of every screen as long as this console's microphone is in an agent's ear. */
export function PracticeCallBar() {
  const practice = useHeadset((view) => view.practice);
  return practice?.name === 'on' ? <Bar practice={practice} /> : null;
}

function Bar({ practice }: { readonly practice: OnCall }) {
  const { headset } = useServices();
  const [path, navigate] = useHashLocation();
  const { agentId, callId, muted } = practice;
  const call = useConsole((view) => view.console.calls.get(callId));
  const trouble = useHeadset((view) => view.microphone !== 'open' && view.microphone !== 'asking');
  const lastId = useAgents((view) => view.lastId);
  const isShown = path.startsWith('/agents') && (agentRouteOf(path).agentId ?? lastId) === agentId;
  return (
    <section aria-label="Practice call" className={styles['bar']}>
      <strong className={styles['title']}>Practice call</strong>
      {!trouble && (
        <span className={styles['meter']}>
          <LevelMeter label="Your microphone" />
        </span>
      )}
      <span className={styles['what']} data-trouble={trouble || undefined}>
        {trouble ? 'The agent cannot hear you: there is no sound from your microphone.' : wordsOf(call, muted)}
      </span>
      {call !== undefined && <Timer since={call.rangAt} until={null} />}
      {trouble && (
        <Button variant="default" size="compact-sm" onClick={() => void headset.retryMicrophone()}>
          Try the microphone again
        </Button>
      )}
      {!isShown && (
        <Button variant="default" size="compact-sm" onClick={() => navigate(`/agents/${agentId}`)}>
          Go to the agent
        </Button>
      )}
      <ActionButton action={muteMyself} size="compact-sm" justify="center" />
      <ActionButton action={hangUpPractice} isDangerous variant="outline" size="compact-sm" justify="center" />
    </section>
  );
}

function wordsOf(call: Call | undefined, isMuted: boolean): string {
  if (call === undefined) return 'calling';
  return `${plainLine(call.agent.name)}, draft: ${isMuted ? 'you are muted' : phaseWords(call)}`;
}
