import { Button } from '@mantine/core';
import { useState } from 'react';
import { useHashLocation } from 'wouter/use-hash-location';
import type { Call } from '../../shared/call/call';
import { hangUpPractice } from '../actions/page-actions';
import { ActionButton } from '../actions/use-actions';
import { muteMyself } from '../actions/voice-actions';
import type { Practice } from '../audio/headset/practising';
import { LevelMeter } from '../headset-controls/level-meter';
import { phaseLabel } from '../labels/phase-labels';
import { agentRouteOf } from '../routes/agent-route';
import { useAgents, useConsole, useHeadset, useServices, useSetup } from '../services/services';
import { showRefusal } from '../ui/refusal-toast';
import { plainLine } from '../ui/text/plain-text';
import { Timer } from '../ui/time/timer';
import styles from './practice-bars.module.css';
import practiceCallBarStyles from './practice-call-bar.module.css';

/** Bars across the top of every screen while simulated callers ring, or the operator is on a practice call. */
export function PracticeBars() {
  const practice = useHeadset((view) => view.practice);
  return (
    <>
      <SimulatedCallersBar />
      {practice?.name === 'on' && <PracticeCallBar practice={practice} />}
    </>
  );
}

/** Says that simulated callers ring, while they do, and ends it. */
function SimulatedCallersBar() {
  const { setup } = useServices();
  const practising = useSetup((view) => view.setup?.practising ?? false);
  const settingUp = useSetup((view) => view.setup?.onboarding !== 'done');
  const [ending, setEnding] = useState(false);
  if (!practising) return null;
  const end = async (): Promise<void> => {
    setEnding(true);
    const refusal = await setup.practise(false);
    setEnding(false);
    if (refusal !== null) showRefusal(`${refusal.sentence} ${refusal.remedy}`);
  };
  return (
    <div role="status" className={styles['bar']}>
      <strong>Practice is on: simulated callers.</strong>
      <span>{settingUp ? 'Ending it leads back to the set-up.' : 'Your own lines go on beside it.'}</span>
      <Button variant="default" size="compact-sm" loading={ending} onClick={() => void end()}>
        End practice
      </Button>
    </div>
  );
}

type OnCall = Extract<Practice, { readonly name: 'on' }>;

/** Shown as long as this console's microphone is in an agent's ear. */
function PracticeCallBar({ practice }: { readonly practice: OnCall }) {
  const { headset, consoleId } = useServices();
  const [path, navigate] = useHashLocation();
  const { agentId, callId, muted } = practice;
  const call = useConsole((view) => view.console.calls.get(callId));
  const trouble = useHeadset((view) => view.microphone !== 'open' && view.microphone !== 'asking');
  const lastId = useAgents((view) => view.lastId);
  const isShown = path.startsWith('/agents') && (agentRouteOf(path).agentId ?? lastId) === agentId;
  return (
    <section aria-label="Practice call" className={practiceCallBarStyles['bar']}>
      <strong className={practiceCallBarStyles['title']}>Practice call</strong>
      {!trouble && (
        <span className={practiceCallBarStyles['meter']}>
          <LevelMeter label="Your microphone" />
        </span>
      )}
      <span className={practiceCallBarStyles['what']} data-trouble={trouble || undefined}>
        {trouble
          ? 'The agent cannot hear you: there is no sound from your microphone.'
          : wordsOf(call, muted, consoleId)}
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

function wordsOf(call: Call | undefined, isMuted: boolean, consoleId: string): string {
  if (call === undefined) return 'calling';
  return `${plainLine(call.agent.name)}, draft: ${isMuted ? 'you are muted' : phaseLabel(call, consoleId)}`;
}
