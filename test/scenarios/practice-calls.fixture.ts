import path from 'node:path';
import { CallRegistry } from '../../src/main/calls/call-registry';
import { createKeptLog, createMemoryJournal, REAL_CLOCK } from '../../src/main/console/console.fixture';
import { createConsoleProjection } from '../../src/main/console/feed/console-projection';
import { createKeptChannel } from '../../src/main/console/headset/headset.fixture';
import { OpenHeadsets } from '../../src/main/console/headset/headsets';
import { Practising } from '../../src/main/console/headset/practising';
import type { AgentCommands } from '../../src/main/ports/ports-agents';
import { OpenPracticeCalls } from '../../src/main/practice/practice-calls';
import { PracticeModelSource } from '../../src/main/practice/practice-side';
import { TextPracticeCalls } from '../../src/main/practice/text-practice';
import { createRealtimeConnector } from '../../src/main/realtime/connector';
import { createTranscriber } from '../../src/main/realtime/transcriber';
import { DEFAULT_AGENT, profileOf, type Agent, type AgentProfile } from '../../src/shared/agent/agent';
import {
  decodeHeard,
  encodeMicrophone,
  encodeReceipt,
  FRAME_BYTES,
  PRACTICE_FRAME,
} from '../../src/shared/audio/headset-wire';
import { EMPTY_CONSOLE, reduceConsole, type ConsoleState } from '../../src/shared/call/console';
import type { CallEvent, Recorded } from '../../src/shared/call/events';
import type { Turn } from '../../src/shared/call/transcript';
import { loadClips } from '../../src/simulator/clips/clips';
import type { Dialogue } from '../../src/simulator/realtime/dialogue/dialogue';
import { startRealtimeSimulator, type RealtimeSimulator } from '../../src/simulator/realtime/realtime-simulator';

const KEY = 'sk-simulated';
const NO_TOOL = { ok: false, failure: 'unknown-tool', detail: '' } as const;
/** Timeout in real ms, the clock of the parts that practice brings along: tells what never comes from what is slow. */
const PATIENCE_MS = 100_000;
export const HEADSET = 'headset-practice-1';
/** The app's own clips. */
export const clips = loadClips(path.resolve('resources/clips'));

export interface PracticeRigOptions {
  /** Dialogue of the model service; absent if there is no key. */
  readonly dialogue?: Dialogue;
  readonly draft?: Partial<AgentProfile>;
}

/** Opens practice calls of one console, with the test holding the headset and real sockets to the model. */
export async function openPracticeRig({ dialogue, draft }: PracticeRigOptions = {}) {
  const journal = createMemoryJournal();
  const { log, codes } = createKeptLog();
  const service = dialogue === undefined ? undefined : await startService(dialogue);
  const secrets = { openAiKey: () => (service === undefined ? undefined : KEY), twilio: () => undefined };
  const url = service?.url ?? 'ws://127.0.0.1:9/v1/realtime';
  const clock = REAL_CLOCK;
  const ownPorts = new Set<number>();
  const transcriber = createTranscriber({ url, secrets, clock });
  const resourcesFolder = path.resolve('resources');
  const real = {
    models: createRealtimeConnector({ url, secrets, clock }),
    written: createRealtimeConnector({ url, secrets, clock, isWritten: true }),
  };
  const modelSource = new PracticeModelSource({ resourcesFolder, secrets, clock, real: { ...real, transcriber } });
  const registry = new CallRegistry();
  const common = {
    journal,
    registry,
    tools: { check: () => undefined, run: () => Promise.resolve(NO_TOOL) },
    clock,
    log,
    operatorReturnMs: () => 8000,
    agents: { get: agentsWith({ ...DEFAULT_AGENT, ...draft }) },
    modelSource,
  } as const;
  const calls = new OpenPracticeCalls({ ...common, resourcesFolder, ownPorts });
  const textPractice = new TextPracticeCalls(common);
  const headsets = new OpenHeadsets({
    // This headset speaks only into its own phone, and into no call.
    calls: {
      find: () => {
        codes.push('spoken-to-a-caller');
        return 'no-such-call';
      },
    },
    transcriber,
    projection: createConsoleProjection(journal, []),
    clock,
    log,
  });
  const practice = new Practising(calls, headsets);
  const channel = createKeptChannel();
  const listener = headsets.open({
    close: () => channel.close(),
    send: (message) => {
      channel.send(message);
      const frame = typeof message === 'string' ? undefined : decodeHeard(message);
      if (frame !== undefined) listener.onMessage(encodeReceipt(frame.seq));
    },
  });
  listener.onMessage(HEADSET);

  const events = (): readonly CallEvent[] =>
    journal.all.flatMap(({ callId, event }) => (callId === null ? [] : [event]));
  const untilTrue = async (isTrue: () => boolean): Promise<void> => {
    const untilMs = performance.now() + PATIENCE_MS;
    while (!isTrue()) {
      if (performance.now() > untilMs) throw new Error(`Waited in vain: ${isTrue.toString()}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  return {
    calls,
    registry,
    textPractice,
    practice,
    headsets,
    listener,
    journal,
    ownPorts,
    codes,
    service,
    events,
    untilTrue,
    until: (type: CallEvent['type']) => untilTrue(() => events().some((event) => event.type === type)),
    /** The transcript of a call, abbreviated. */
    turns: (callId: string) => (stateOf(journal.all).calls.get(callId)?.turns ?? []).map(shortly),
    /** Calls the draft and listens with the headset. */
    async begin(): Promise<string> {
      const begun = await practice.call(DEFAULT_AGENT.id, HEADSET);
      if (!begun.ok) throw new Error(begun.code);
      const refusal = headsets.listen(HEADSET, begun.callId);
      if (refusal !== undefined) throw new Error(refusal);
      return begun.callId;
    },
    /** Says audio into the microphone, a frame every 20 ms. */
    async say(ulaw: Buffer): Promise<void> {
      for (let at = 0; at + FRAME_BYTES <= ulaw.length; at += FRAME_BYTES) {
        listener.onMessage(encodeMicrophone(PRACTICE_FRAME, ulaw.subarray(at, at + FRAME_BYTES)));
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    /** Audio that came out of the headset so far. */
    heard: (): Buffer =>
      Buffer.concat(channel.sent.flatMap((each) => (typeof each === 'string' ? [] : (decodeHeard(each)?.other ?? [])))),
    frames: () => channel.sent.filter((each) => typeof each !== 'string').length,
    async close() {
      await Promise.all([calls.stop(), textPractice.stop()]);
      listener.onClosed();
      await service?.close();
    },
  };
}

function startService(dialogue: Dialogue): Promise<RealtimeSimulator> {
  return startRealtimeSimulator({ clips, keys: [KEY], dialogue: () => dialogue, keepsCallerAudio: true });
}

function agentsWith(agent: Agent): AgentCommands['get'] {
  return (id) =>
    id === agent.id
      ? { ok: true, agent: { id, draft: { profile: profileOf(agent), revision: 1, at: 0 }, published: null } }
      : { ok: false, code: 'no-such-agent', problems: [] };
}

function stateOf(all: readonly Recorded[]): ConsoleState {
  return all.reduce(reduceConsole, EMPTY_CONSOLE);
}

function shortly(turn: Turn): { readonly kind: string; readonly text: string; readonly state: string } {
  const { kind } = turn;
  if (turn.kind === 'agent') return { kind, text: turn.text, state: turn.speech.state };
  if (turn.kind === 'tool') return { kind, text: turn.name, state: turn.outcome.state };
  if (turn.kind === 'note') return { kind, text: turn.event.type, state: '' };
  return { kind, text: turn.text, state: 'state' in turn ? turn.state : '' };
}
