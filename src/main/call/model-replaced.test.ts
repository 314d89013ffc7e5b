import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CallRig, GREETER, type Caller } from './call.fixture';
import type { ScriptedLeg } from './model.fixture';
import { Operator } from './operator.fixture';

const LOST = { type: 'failed', failure: 'lost', detail: 'the socket closed' } as const;

/** Loses the model of the call; the one that is connected next is returned, ready. */
function replace(rig: CallRig, caller: Caller, gapMs = 200): ScriptedLeg {
  rig.models.last.tell(LOST);
  caller.sends(gapMs);
  const next = rig.models.last;
  next.ready();
  return next;
}

function seedTexts(leg: ScriptedLeg): readonly string[] {
  return leg.seeded.map((item) =>
    item.kind === 'tool' ? `${item.name}: ${item.output}` : `${item.kind}: ${item.text}`,
  );
}

/** Says words of the agent's, and lets the model write them down. */
function says(leg: ScriptedLeg, responseId: string, itemId: string, ms: number, text: string): void {
  leg.begin(responseId, { [itemId]: ms });
  leg.tell({ type: 'agentTranscriptDelta', responseId, itemId, delta: text });
}

/** The caller says something, which is written down. */
function callerSays(caller: Caller, leg: ScriptedLeg, itemId: string, text: string): void {
  leg.callerStarts(itemId);
  caller.sends(500, 0x11);
  leg.callerStops(itemId);
  leg.tell({ type: 'callerTranscript', itemId, text });
}

describe('a model that is lost in the middle of a call', () => {
  it('in the middle of its words: the caller hears what was sent, and the next one goes on from there', () => {
    const rig = new CallRig();
    const caller = rig.greetedCall();
    callerSays(caller, caller.model, 'c1', 'Where is my parcel?');
    says(caller.model, 'r1', 'one', 2000, 'It is on its way and');
    const next = replace(rig, caller);
    expect(seedTexts(next)).toEqual(['caller: Where is my parcel?', 'agent: It is on its way and']);
    expect(next.frames).toEqual(['seed c1 one', expect.stringMatching(/^note resumed_1: /), 'create']);
    caller.sends(2000);
    expect(caller.phone.heardMs(8000, 24_000)).toBe(2000);
    expect(caller.call.turns.at(-2)).toMatchObject({ kind: 'agent', id: 'one', speech: { state: 'heard' } });
    expect(caller.call).toMatchObject({ isAgentGone: false, phase: { name: 'live' } });
    next.respond('r2', { two: 500 });
    caller.sends(600);
    expect(caller.call.turns.at(-1)).toMatchObject({ id: 'two', speech: { state: 'heard' } });
  });

  it('before its answer: the next one is asked for it', () => {
    const rig = new CallRig();
    const caller = rig.greetedCall();
    callerSays(caller, caller.model, 'c1', 'Where is it?');
    const next = replace(rig, caller);
    expect(next.frames).toEqual(['seed c1', 'create']);
  });

  it('with nothing due: the next one listens', () => {
    const rig = new CallRig();
    const caller = rig.greetedCall();
    caller.sends(500);
    const next = replace(rig, caller);
    expect(next.frames).toEqual([]);
    expect(caller.facts.filter((type) => type === 'model.failed')).toHaveLength(1);
  });

  it('while the caller speaks: the next one hears all of it, and answers by itself', () => {
    const rig = new CallRig();
    const caller = rig.greetedCall();
    caller.sends(5000);
    caller.sends(400, 0x11);
    caller.model.callerStarts('c1');
    caller.sends(3000, 0x11);
    const next = replace(rig, caller, 1000);
    caller.sends(600, 0x11);
    expect(next.heard.filter((byte) => byte === 0x11)).toHaveLength(4000 * 8);
    expect(next.frames).toEqual([]);
    next.callerStarts('c2');
    next.callerStops('c2');
    next.respond('r1', { answer: 300 });
    expect(caller.call.turns.at(-1)).toMatchObject({ id: 'answer' });
  });

  it('is asked when it makes nothing of what it hears again', () => {
    const rig = new CallRig();
    const caller = rig.greetedCall();
    caller.model.callerStarts('c1');
    caller.sends(500, 0x11);
    caller.model.callerStops('c1');
    const next = replace(rig, caller);
    expect(next.frames).toEqual([]);
    caller.sends(3000);
    expect(next.frames).toEqual(['create']);
  });

  it('before the greeting began: the caller is greeted, once, and heard from their first word on', () => {
    const rig = new CallRig();
    const caller = rig.call();
    caller.sends(300, 0x11);
    caller.model.ready();
    const next = replace(rig, caller, 400);
    expect(next.frames).toEqual(['create alone: Say exactly: Hello.']);
    next.respond('greeting', { hello: 800 });
    caller.sends(100);
    expect(next.heard.filter((byte) => byte === 0x11)).toHaveLength(300 * 8);
  });

  it('in the middle of the greeting: it is not begun again', () => {
    const rig = new CallRig();
    const caller = rig.call();
    caller.model.ready();
    says(caller.model, 'greeting', 'hello', 600, 'Hello, you have');
    const next = replace(rig, caller);
    expect(next.frames).toEqual(['seed hello', expect.stringMatching(/^note resumed_1: /), 'create']);
    caller.sends(200, 0x11);
    expect(next.heard.filter((byte) => byte === 0x11)).toHaveLength(200 * 8);
  });

  it('while a tool runs: it runs once, and the next one gets its answer as a message', async () => {
    const rig = new CallRig();
    const caller = rig.greetedCall();
    let finish: (output: string) => void = () => undefined;
    let runs = 0;
    rig.runTool = () => {
      runs += 1;
      return new Promise((resolve) => (finish = (output) => resolve({ ok: true, output })));
    };
    caller.model.begin('r1');
    caller.model.callTool('r1', 't1', 'lookup_order', '{"order":"A17"}');
    caller.model.done('r1');
    const next = replace(rig, caller);
    expect(next.seeded.at(-1)).toMatchObject({ kind: 'tool', toolCallId: 't1', arguments: '{"order":"A17"}' });
    expect(seedTexts(next).at(-1)).toContain('still running');
    finish('shipped');
    await rig.settle();
    expect(next.frames.slice(1)).toEqual([expect.stringMatching(/^note late_answer_1: .*\nshipped/), 'create']);
    expect(runs).toBe(1);
    expect(caller.facts.filter((type) => type === 'tool.answered')).toHaveLength(1);
  });

  it('while an operator speaks: the next one listens, and gets the call back', () => {
    const rig = new CallRig();
    const caller = rig.greetedCall();
    const operator = new Operator(rig, caller);
    operator.takeOver();
    const next = replace(rig, caller);
    expect(next.frames).toEqual(['answer caller off']);
    expect(operator.handBack('They want a refund')).toBeUndefined();
    expect(next.frames.slice(1)).toEqual([
      'note brief_1: You speak with the caller again. While a colleague had the call: They want a refund',
      'answer caller on',
    ]);
  });

  it('with a whisper on its way: the next one gets it', () => {
    const rig = new CallRig();
    const caller = rig.greetedCall();
    new Operator(rig, caller).whisper('Offer 10 %');
    const next = replace(rig, caller);
    expect(next.frames).toEqual(['note whisper_1: Private instruction from your supervisor: Offer 10 %']);
    next.adds('whisper_1');
    expect(caller.call.turns.at(-2)).toMatchObject({ kind: 'whisper', receipt: { state: 'delivered' } });
  });

  it('has the caller hear a sound, after what the agent had said and not over the next one', () => {
    const rig = new CallRig();
    const caller = rig.greetedCall();
    says(caller.model, 'r1', 'one', 1000, 'One moment');
    caller.model.tell(LOST);
    const lostAtMs = rig.clock.nowMs();
    caller.sends(1400);
    expect(caller.phone.allSentBytes).toBe(16_000);
    caller.sends(1000);
    expect(caller.phone.allSentBytes).toBeGreaterThan(16_000);
    expect(caller.phone.sound(lostAtMs, lostAtMs + 1000).every((byte) => byte === 0x55 || byte === 0xff)).toBe(true);
    rig.models.last.ready();
    expect(rig.wire.at(-4)).toBe('phone clear');
    const silentFromMs = rig.clock.nowMs() + 40;
    caller.sends(500);
    expect(caller.phone.sound(silentFromMs, silentFromMs + 400).every((byte) => byte === 0xff)).toBe(true);
  });

  it('is tried for again and again, then given up; one that is lost for good is not', () => {
    const rig = new CallRig();
    const caller = rig.greetedCall();
    rig.models.none();
    caller.model.tell(LOST);
    caller.sends(19_000);
    expect(caller.call.phase.name).toBe('live');
    expect(rig.models.legs.length).toBeGreaterThan(6);
    caller.sends(3000);
    expect(caller.fact('call.ended')).toMatchObject({ by: 'switchboard', reason: 'model-unreachable' });
    rig.clock.advance(60_000);
    expect(rig.clock.pendingTimers).toBe(0);

    const other = new CallRig().greetedCall();
    other.model.tell({ type: 'failed', failure: 'refused', detail: 'no key' });
    expect(other.fact('call.ended')).toMatchObject({ reason: 'model-refused' });
  });

  it('is not replaced for ever by models that never say a word', () => {
    const rig = new CallRig();
    const caller = rig.greetedCall();
    callerSays(caller, caller.model, 'c1', 'Hello?');
    for (let models = 0; models < 3; models += 1) replace(rig, caller);
    expect(caller.call.phase.name).toBe('live');
    rig.models.last.tell(LOST);
    expect(caller.fact('call.ended')).toMatchObject({ reason: 'model-lost' });
  });
});

describe('any loss at any moment', () => {
  const ACTS = [
    'speak',
    'finish',
    'callerStarts',
    'callerStops',
    'tool',
    'settleTool',
    'lose',
    'ready',
    'wait',
  ] as const;

  /** One call in which every frame of the caller’s is another, and every tool call is counted. */
  class Storm {
    readonly rig = new CallRig({ ...GREETER, greeting: 'Hello.' });
    readonly caller = this.rig.call();
    readonly runs = new Map<string, number>();
    private readonly settles: (() => void)[] = [];
    private frames = 0;
    private count = 0;
    private speech: string | null = null;
    private response: { readonly id: string; readonly item: string } | null = null;
    private isReady = true;

    constructor() {
      this.rig.runTool = () => {
        const id = `t${String(this.count)}`;
        this.runs.set(id, (this.runs.get(id) ?? 0) + 1);
        return new Promise((resolve) => this.settles.push(() => resolve({ ok: true, output: id })));
      };
      this.caller.model.ready();
    }

    get model(): ScriptedLeg {
      return this.rig.models.last;
    }

    /** Sends frames that are told apart by their first two bytes. */
    sends(frames: number): void {
      for (let sent = 0; sent < frames; sent += 1) {
        const frame = Buffer.alloc(160, 0xff);
        frame.writeUInt16BE(this.frames, 0);
        this.caller.stream.onAudio(frame.toString('base64'), this.frames * 20);
        this.frames += 1;
        this.rig.clock.advance(20);
      }
    }

    async do(act: (typeof ACTS)[number]): Promise<void> {
      this.count += 1;
      const n = String(this.count);
      if (act === 'lose' && this.isReady) {
        this.model.tell(LOST);
        this.isReady = false;
        this.response = null;
        this.speech = null;
      } else if (act === 'ready' && !this.isReady) {
        this.sends(60);
        this.model.ready();
        this.isReady = true;
      } else if (this.isReady) this.talk(act, n);
      await this.rig.settle();
    }

    /** Frames that any of the models was given. */
    given(): ReadonlySet<number> {
      const all = new Set<number>();
      for (const leg of this.rig.models.legs)
        for (let at = 0; at + 160 <= leg.heard.length; at += 160) all.add(leg.heard.readUInt16BE(at));
      return all;
    }

    get sentFrames(): number {
      return this.frames;
    }

    async end(): Promise<void> {
      await this.do('ready');
      for (const settle of this.settles.splice(0)) settle();
      await this.rig.settle();
      this.talk('finish', 'end');
      this.talk('callerStops', 'end');
      this.sends(260);
    }

    private talk(act: (typeof ACTS)[number], n: string): void {
      const { model, response } = this;
      if (act === 'speak' && response === null) {
        this.response = { id: `r${n}`, item: `i${n}` };
        model.begin(`r${n}`, { [`i${n}`]: 400 });
      } else if (act === 'finish' && response !== null) {
        model.audioDone(response.id, response.item);
        model.done(response.id);
        this.response = null;
      } else if (act === 'tool' && response !== null) model.callTool(response.id, `t${n}`, 'lookup_order');
      else if (act === 'settleTool') this.settles.shift()?.();
      else if (act === 'callerStarts' && this.speech === null) model.callerStarts((this.speech = `c${n}`));
      else if (act === 'callerStops' && this.speech !== null) {
        model.callerStops(this.speech);
        model.tell({ type: 'callerTranscript', itemId: this.speech, text: `words ${n}` });
        this.speech = null;
      }
    }
  }

  it('loses no frame of the caller, greets once, runs each tool once and settles it once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom(...ACTS), fc.integer({ min: 0, max: 15 })), { maxLength: 40, size: 'max' }),
        async (acts) => {
          const storm = new Storm();
          for (const [act, frames] of acts) {
            await storm.do(act);
            storm.sends(frames);
          }
          await storm.end();
          const { caller } = storm;
          if (caller.call.phase.name === 'ended') return;
          expect(storm.given().size).toBe(storm.sentFrames);
          expect([...storm.runs.values()].every((times) => times === 1)).toBe(true);
          const called = caller.events.flatMap((event) => (event.type === 'tool.called' ? [event.toolCallId] : []));
          const settled = caller.events.flatMap((event) =>
            event.type === 'tool.answered' || event.type === 'tool.failed' ? [event.toolCallId] : [],
          );
          expect([...settled].sort()).toEqual([...called].sort());
          expect(caller.call.ignored).toBe(0);
        },
      ),
      { numRuns: 40 },
    );
  });
});
