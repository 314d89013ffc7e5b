import { existsSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { mulawRms } from '../../shared/audio/mulaw';
import { ManualClock } from '../clock';
import { whileTimePasses } from '../settled-sockets.fixture';
import { startProduct, type Product, type ReceivedStream } from '../twilio/product.fixture';
import { connectTo } from '../twilio/twilio-simulator.fixture';
import { startTwilioSimulator, type TwilioSimulator } from '../twilio/twilio-simulator';
import type { Scenario } from './scenario';
import { runScenario, type CallerResult, type ScenarioParts } from './scenario-runner';
import { interruptingScenario, orderScenario, refundScenario, scenarios, silentScenario } from './scenarios';

const LINE = '+14155550134';
const CLIPS_FOLDER = new URL('../../../resources/clips/', import.meta.url);

/** The agent's answers, in ms of speech: one for every time the caller falls silent. */
interface AgentScript {
  readonly greetingMs: number;
  readonly answersMs: readonly number[];
  /** Closes the stream after its last answer. */
  readonly hangsUp?: boolean;
}

/** Minimal agent: it answers after 200 ms of silence and stops when it is interrupted. */
function talk(stream: ReceivedStream, script: AgentScript): void {
  const answers = [...script.answersMs];
  let silentFrames = 0;
  let hasSpoken = false;
  const say = (ms: number): void => {
    const payload = Buffer.alloc(ms * 8, 0x20).toString('base64');
    stream.send({ event: 'media', streamSid: stream.streamSid(), media: { payload } });
  };
  stream.socket.on('message', () => {
    const message = stream.messages.at(-1);
    if (message?.['event'] === 'start') say(script.greetingMs);
    if (message?.['event'] === 'mark') stream.socket.close(1000);
    if (message?.['event'] !== 'media') return;
    const { payload } = message['media'] as { payload: string };
    if (mulawRms(Buffer.from(payload, 'base64')) > 0.01) {
      if (!hasSpoken) stream.send({ event: 'clear', streamSid: stream.streamSid() });
      hasSpoken = true;
      silentFrames = 0;
    } else if (hasSpoken && ++silentFrames === 10) {
      hasSpoken = false;
      const answerMs = answers.shift();
      if (answerMs !== undefined) say(answerMs);
      if (answers.length > 0 || script.hangsUp !== true) return;
      stream.send({ event: 'mark', streamSid: stream.streamSid(), mark: { name: 'bye' } });
    }
  });
}

const running: (TwilioSimulator | Product)[] = [];

afterEach(async () => {
  for (const part of running.splice(0)) await part.close();
});

interface Play {
  readonly results: readonly CallerResult[];
  readonly product: Product;
}

/** Plays a scenario with clips of 240 ms of one loud value. Time passes frame by frame, once the sockets have come to rest. */
async function play(scenario: Scenario, agent: AgentScript, given: Partial<ScenarioParts> = {}): Promise<Play> {
  const clock = new ManualClock();
  const simulator = await startTwilioSimulator({ clock, numbers: [{ phoneNumber: LINE }] });
  const product = await startProduct({
    authToken: simulator.account.authToken,
    reply: (webhook) => (webhook.path === '/voice' ? connectTo(webhook, '/media') : '<Response/>'),
    onStream: (stream) => talk(stream, agent),
  });
  running.push(simulator, product);
  const number = simulator.numbers.get(LINE);
  if (number) number.voice_url = `${product.url}/voice`;
  const clips = { audio: (name: string) => Buffer.alloc(1_920, name.length) };
  const parts = { dial: simulator.dial, to: LINE, clips, clock, quietMs: 200, ...given };
  return { product, results: await whileTimePasses(clock, runScenario(scenario, parts)) };
}

describe('runScenario', () => {
  it('asks about an order, waits for each answer and hangs up after the goodbye', async () => {
    const { results } = await play(orderScenario, { greetingMs: 200, answersMs: [300, 400, 200] });
    expect(results).toMatchObject([
      { outcome: 'finished', stepsDone: 8, ended: { status: 'completed', endedBy: 'caller', codes: [] } },
    ]);
    expect(results[0]?.call.heard().heardMs).toBe(1_100);
  });

  it('interrupts twice, after so much was heard', async () => {
    const { results } = await play(interruptingScenario, { greetingMs: 200, answersMs: [9_000, 9_000, 200, 200] });
    expect(results).toMatchObject([{ outcome: 'finished' }]);
    const clears = results[0]?.call.heard().clears.filter(({ droppedBytes }) => droppedBytes > 0);
    expect(clears).toHaveLength(2);
    const cutMs = results[0]?.call.heard().chunks.map(({ heardMs }) => heardMs);
    expect(cutMs?.[1]).toBeGreaterThanOrEqual(1_500);
    expect(cutMs?.[1]).toBeLessThan(9_000);
    expect(cutMs?.[2]).toBeGreaterThanOrEqual(2_500);
    expect(cutMs?.[2]).toBeLessThan(9_000);
  });

  it('waits for the answer behind the "let me check"', async () => {
    const { results } = await play(refundScenario, { greetingMs: 200, answersMs: [4_100, 200] });
    expect(results).toMatchObject([{ outcome: 'finished' }]);
  });

  it('takes an agent that hangs up after the goodbye as the end', async () => {
    const { results } = await play(orderScenario, { greetingMs: 200, answersMs: [200, 200, 200], hangsUp: true });
    expect(results).toMatchObject([{ outcome: 'finished', ended: { endedBy: 'twiml' } }]);
  });

  it('tells of an agent that hangs up too early', async () => {
    const { results } = await play(orderScenario, { greetingMs: 200, answersMs: [200], hangsUp: true });
    expect(results).toMatchObject([{ outcome: 'cut-off', stepsDone: 2 }]);
  });

  it('gives up on an agent that does not answer', async () => {
    const [caller] = orderScenario.callers;
    if (!caller) throw new Error('Nobody calls');
    const impatient: Scenario = {
      ...orderScenario,
      callers: [
        { ...caller, steps: [{ do: 'listen' }, { do: 'say', phrase: 'order' }, { do: 'listen', patienceMs: 500 }] },
      ],
    };
    const { results } = await play(impatient, { greetingMs: 200, answersMs: [] });
    expect(results).toMatchObject([{ outcome: 'lost-patience', stepsDone: 2, ended: { endedBy: 'caller' } }]);
  });

  it('ends all callers when told to, and those to come stay away', async () => {
    const controller = new AbortController();
    const [caller] = silentScenario.callers;
    if (!caller) throw new Error('Nobody calls');
    const two: Scenario = { ...silentScenario, callers: [caller, { ...caller, dialsAfterMs: 600_000 }] };
    const { results, product } = await play(
      two,
      { greetingMs: 200, answersMs: [] },
      {
        signal: controller.signal,
        onCall: (call) => void call.untilAgentSpeaks().then(() => controller.abort()),
      },
    );
    expect(results).toMatchObject([{ outcome: 'finished', ended: { endedBy: 'caller' } }]);
    expect(product.streams).toHaveLength(1);
  });
});

describe('scenarios', () => {
  it('have a clip for everything that is said', () => {
    const spoken = scenarios.flatMap(({ callers }) =>
      callers.flatMap(({ voice, steps }) =>
        steps.flatMap((step) => ('phrase' in step ? [`${voice}-${step.phrase}.ulaw`] : [])),
      ),
    );
    expect(spoken.length).toBeGreaterThan(10);
    expect(spoken.filter((file) => !existsSync(new URL(file, CLIPS_FOLDER)))).toEqual([]);
  });

  it('are told apart by their id', () => {
    expect(new Set(scenarios.map(({ id }) => id)).size).toBe(scenarios.length);
  });
});
