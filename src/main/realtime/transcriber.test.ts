import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { loadClips } from '../../simulator/clips/clips';
import { systemClock } from '../../simulator/clock';
import type { Faults } from '../../simulator/realtime/faults';
import { startRealtimeSimulator, type RealtimeSimulator } from '../../simulator/realtime/realtime-simulator';
import { ManualClock } from '../ports/manual-clock.fixture';
import type { Clock } from '../ports/ports';
import type { TranscriberLeg } from '../ports/ports-operator';
import { Inbox } from './inbox.fixture';
import { ScriptedServer } from './scripted-server.fixture';
import { createTranscriber } from './transcriber';

const clips = loadClips(path.resolve('resources/clips'));
const KEY = 'sk-simulated';
const REAL_CLOCK: Clock = { ...systemClock, wallMs: () => 0 };

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

function open(url: string, clock: Clock = REAL_CLOCK, key: string | undefined = KEY) {
  const told = new Inbox<string>();
  const ids: string[] = [];
  const of = (id: string): string => {
    if (!ids.includes(id)) ids.push(id);
    return `u${String(ids.indexOf(id) + 1)}`;
  };
  const leg = createTranscriber({ url, clock, secrets: { openAiKey: () => key } }).open('en', {
    onStarted: (id) => told.push(`${of(id)} started`),
    onStopped: (id) => told.push(`${of(id)} stopped`),
    onText: (id, text) => told.push(`${of(id)}: ${text}`),
    onUntold: (id, detail) => told.push(`${of(id)} untold: ${detail}`),
    onFinished: () => told.push('finished'),
    onFailed: (detail) => told.push(`failed: ${detail}`),
  });
  closers.push(() => leg.close());
  return { leg, told, until: (line: string) => told.find((each) => each.startsWith(line)) };
}

async function simulator(faults: Faults = {}): Promise<RealtimeSimulator> {
  const opened = await startRealtimeSimulator({
    clips,
    keys: [KEY],
    faults: () => faults,
    pace: { transcriptionMs: 5 },
  });
  closers.push(() => opened.close());
  return opened;
}

function say(leg: TranscriberLeg, ...parts: readonly Buffer[]): void {
  const audio = Buffer.concat(parts);
  for (let at = 0; at + 160 <= audio.length; at += 160) leg.appendAudio(audio.toString('base64', at, at + 160));
}

describe('a transcription', () => {
  it('writes down what is said, from before the session was there to the last words after finish', async () => {
    const { url, transcriptions } = await simulator();
    const { leg, told, until } = open(url);
    say(leg, clips.audio('dana-hello'), Buffer.alloc(6400, 0xff), clips.audio('dana-refund'));
    leg.finish();
    leg.finish();
    await until('finished');
    const expected = [
      'u1 started',
      'u1 stopped',
      `u1: ${clips.text('dana-hello')}`,
      'u2 started',
      'u2 stopped',
      `u2: ${clips.text('dana-refund')}`,
      'finished',
    ];
    expect([...told.all].sort()).toEqual(expected.sort());
    expect(told.all.at(-1)).toBe('finished');
    expect(transcriptions[0]?.heard).toHaveLength(2);
    leg.appendAudio('AAAA');
  });

  it('finishes when nothing was said', async () => {
    const { url } = await simulator();
    const { leg, told, until } = open(url);
    leg.finish();
    await until('finished');
    expect(told.all).toEqual(['finished']);
  });

  it('says which utterance could not be made out', async () => {
    const { url } = await simulator({ transcription: 'fails' });
    const { leg, told, until } = open(url);
    say(leg, clips.audio('dana-hello'));
    leg.finish();
    await until('finished');
    expect(told.all).toEqual(['u1 started', 'u1 stopped', 'u1 untold: transcription_failed', 'finished']);
  });

  it('fails once: refused, cut off, or with no key', async () => {
    const refusing = await simulator({ rejectsUpdate: true });
    expect(await open(refusing.url).until('failed')).toContain('refused');
    const cutting = await simulator();
    const cut = open(cutting.url);
    say(cut.leg, clips.audio('dana-hello'));
    await cut.until('u1 started');
    cutting.transcriptions[0]?.drop();
    await cut.until('failed');
    expect(cut.told.all.filter((line) => line.startsWith('failed'))).toHaveLength(1);
    const clock = new ManualClock();
    const keyless = createTranscriber({ url: refusing.url, clock, secrets: { openAiKey: () => undefined } });
    const told: string[] = [];
    const note = (line: string): void => void told.push(line);
    keyless.open('', {
      onStarted: note,
      onStopped: note,
      onText: note,
      onUntold: note,
      onFinished: () => note('finished'),
      onFailed: note,
    });
    expect(told).toEqual([]);
    clock.advance(0);
    expect(told).toEqual(['There is no OpenAI key that can be used']);
    expect(clock.pendingTimers).toBe(0);
  });

  it('does not wait for ever: for the session, or for the last words', async () => {
    const server = new ScriptedServer();
    closers.push(() => server.close());
    const url = await server.listen();
    const clock = new ManualClock();
    const { told } = open(url, clock);
    await server.peers.find(() => true);
    clock.advance(10_000);
    expect(told.all).toEqual(['failed: The transcription did not get ready in time']);

    const late = open(url, clock);
    const peer = await server.peers.find((each) => each !== server.peers.all[0]);
    expect(new URL(peer.request.url ?? '', url).search).toBe('?intent=transcription');
    peer.send({ type: 'session.created', session: { type: 'transcription' } });
    await peer.frame('session.update');
    peer.send({ type: 'session.updated', session: { type: 'transcription' } });
    peer.send({ type: 'input_audio_buffer.speech_started', audio_start_ms: 0, item_id: 'item_1' });
    peer.send({ type: 'input_audio_buffer.speech_stopped' });
    peer.send({ type: 'never.heard.of' });
    await late.until('u1 started');
    late.leg.finish();
    await peer.frame('input_audio_buffer.append');
    clock.stall(8000);
    expect(late.told.all).toEqual(['u1 started', 'failed: The words were not made out in time']);
    expect(clock.pendingTimers).toBeLessThanOrEqual(1);
  });
});
