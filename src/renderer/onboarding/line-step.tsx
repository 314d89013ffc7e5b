import { Button, Textarea } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { AgentSchema, type Agent } from '../../shared/agent/agent';
import { AccountLimits } from '../lines/account-limits';
import { GoLiveSteps } from '../lines/go-live-steps';
import { TakeOverDialog, useGoingLive, useGoingOff } from '../lines/going-live';
import { LineTroubleNotice } from '../lines/line-trouble';
import { isAnswering, lineStatus, lineTone } from '../lines/line-labels';
import { ListingFailed, ListingLoading } from '../lines/listing-states';
import { failedBy, LineTestView } from '../lines/test/line-test-view';
import { TestButton } from '../lines/test/test-button';
import { useConsole, useLines, useServices, useSetup } from '../services/services';
import { SharedKeyForm } from '../settings/keys/shared-key-form';
import { SavedNote, useSaving } from '../settings/saving';
import type { ListedLine } from '../stores/lines-store';
import { Empty } from '../ui/empty';
import { Notice } from '../ui/notice';
import { displayNumber } from '../ui/text/phone-number';
import styles from './line-step.module.css';
import { NumberPicker } from './number-picker';
import { StepPage, type StepMoves } from './step-page';

/** The first line, what it says, and taking it live. */
export function LineStep({ moves }: { readonly moves: StepMoves }) {
  const { lines } = useServices();
  const listing = useLines((view) => view.listing);
  const anyLive = useConsole((view) => [...view.console.lines.values()].some(({ state }) => state === 'live'));
  const isSignedOtherwise = useConsole((view) => view.console.signing !== null);
  const [chosen, setChosen] = useState<string | null>(null);
  const going = useGoingLive();
  useEffect(() => void lines.load(), [lines]);
  const all = listing.state === 'listed' ? listing.lines : [];
  const line =
    all.find(({ number }) => number === chosen) ??
    all.find(({ state }) => state !== 'off') ??
    all.find(({ canAnswer }) => canAnswer) ??
    null;
  return (
    <StepPage
      title="A line, and what it says"
      intro="Choose the number to answer first. Going live points it here, and going off puts back whatever it points to today."
      moves={moves}
      forward={anyLive ? 'Open the console' : 'Finish without a line'}
      settled={anyLive}
    >
      <div className={styles['list']}>
        {listing.state === 'loading' && <ListingLoading />}
        {listing.state === 'failed' && <ListingFailed problem={listing.problem} />}
        {listing.state === 'listed' && all.length === 0 && (
          <Empty title="The Twilio account has no numbers">
            <p>Buy one in the Twilio console, under Phone Numbers, then come back to this step.</p>
          </Empty>
        )}
        {all.length > 0 && <NumberPicker lines={all} chosen={line?.number ?? null} onChoose={setChosen} />}
      </div>
      <FirstWords />
      <AccountLimits />
      {isSignedOtherwise && <SharedKeyForm />}
      {line !== null && <GoLivePanel key={line.number} line={line} onGoLive={going.goLive} />}
      <TakeOverDialog asked={going.asked} onAgree={going.agree} onCancel={going.cancel} />
    </StepPage>
  );
}

/** Fields for the agent's greeting and instructions, saved when a field loses focus. */
function FirstWords() {
  const agent = useSetup((view) => view.agent);
  return agent === null ? null : <Words saved={agent} />;
}

function Words({ saved }: { readonly saved: Agent }) {
  const { setup } = useServices();
  const [draft, setDraft] = useState<Partial<Pick<Agent, 'greeting' | 'instructions'>>>({});
  const saving = useSaving();
  const agent: Agent = { ...saved, ...draft };
  const faults = agentFaults(agent);
  const keep = async (): Promise<void> => {
    const same = agent.greeting === saved.greeting && agent.instructions === saved.instructions;
    if (same || Object.keys(faults).length > 0) return;
    if (await saving.run(() => setup.saveAgent(agent))) setDraft({});
  };
  const change = (part: typeof draft): void => {
    saving.forget();
    setDraft((before) => ({ ...before, ...part }));
  };
  return (
    <div className={styles['words']}>
      <Textarea
        label="Greeting"
        description="Spoken first, word for word."
        autosize
        minRows={2}
        maxRows={4}
        value={agent.greeting}
        error={faults.greeting}
        onChange={(event) => change({ greeting: event.currentTarget.value })}
        onBlur={() => void keep()}
      />
      <Textarea
        label="Instructions"
        description="Who the agent is, what it knows, what it may promise."
        autosize
        minRows={2}
        maxRows={7}
        value={agent.instructions}
        error={faults.instructions}
        onChange={(event) => change({ instructions: event.currentTarget.value })}
        onBlur={() => void keep()}
      />
      <SavedNote saving={saving} said="Saved. New calls use it from now on." />
    </div>
  );
}

interface GoLivePanelProps {
  readonly line: ListedLine;
  readonly onGoLive: (line: ListedLine) => void;
}

/** Takes the chosen line live, and shows how far it is. */
function GoLivePanel({ line, onGoLive }: GoLivePanelProps) {
  const goOff = useGoingOff();
  const panel = useRef<HTMLElement>(null);
  const told = useConsole((view) => view.console.lines.get(line.number));
  const pending = useLines((view) => view.pending.get(line.number));
  const refused = useLines((view) => view.refused.get(line.number));
  const lineTest = useLines((view) => view.lineTests.get(line.number));
  const status = lineStatus(line, told, pending, refused);
  const { state, trouble } = status;
  const shown = displayNumber(line.number);
  const problem = trouble?.of;
  useEffect(() => {
    if (state !== 'off' || problem !== undefined) panel.current?.scrollIntoView({ block: 'end' });
  }, [state, problem]);
  return (
    <section ref={panel} aria-label={`Going live with ${shown}`} className={styles['panel']}>
      <div className={styles['head']}>
        {state === 'off' ? (
          <Button disabled={!line.canAnswer} onClick={() => onGoLive(line)}>
            {trouble === null ? 'Go live' : 'Retry'}
          </Button>
        ) : (
          <Button variant="default" disabled={state === 'going off'} onClick={() => void goOff(line.number)}>
            {state === 'going off' ? 'Going off…' : 'Go off'}
          </Button>
        )}
        {isAnswering(status) && <TestButton number={line.number} lineTest={lineTest} />}
        <strong>{shown}</strong>
        {!line.canAnswer && <span className={styles['unable']}>cannot answer voice calls</span>}
      </div>
      {state !== 'going off' && <GoLiveSteps status={status} />}
      {lineTest !== undefined && <LineTestView number={line.number} lineTest={lineTest} />}
      {trouble !== null && !failedBy(lineTest, trouble.of) && (
        <LineTroubleNotice trouble={trouble} failing={lineTone(status) === 'failing'} />
      )}
      <div aria-live="polite">
        {state === 'live' && (
          <Notice tone="ok" sentence={`${shown} is live.`} remedy="Call it now: the call appears in the console." />
        )}
      </div>
    </section>
  );
}

type FormField = 'greeting' | 'instructions' | 'model';

const MAX_GREETING_CHARS = AgentSchema.shape.greeting.maxLength ?? Number.POSITIVE_INFINITY;
const MAX_INSTRUCTIONS_CHARS = AgentSchema.shape.instructions.maxLength ?? Number.POSITIVE_INFINITY;

/** Returns the problems that keep an agent from being saved, by field. Fields that can be saved are absent. */
export function agentFaults({ greeting, instructions, model }: Agent): Readonly<Partial<Record<FormField, string>>> {
  return {
    ...(greeting.length > MAX_GREETING_CHARS && { greeting: tooLong(greeting, MAX_GREETING_CHARS) }),
    ...(instructions.length > MAX_INSTRUCTIONS_CHARS && {
      instructions: tooLong(instructions, MAX_INSTRUCTIONS_CHARS),
    }),
    ...(!AgentSchema.shape.model.safeParse(model.trim()).success && { model: 'Choose a model, or enter its name.' }),
  };
}

function tooLong(text: string, maxChars: number): string {
  const over = text.length - maxChars;
  return `Too long by ${over.toLocaleString('en')} characters: ${maxChars.toLocaleString('en')} is the most.`;
}
