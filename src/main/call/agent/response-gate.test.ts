import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CreateResponse } from '../../ports/ports';
import { ResponseGate } from './response-gate';
import { Responses } from './responses';

/** A gate and what it asked the model for. */
function openGate(): { readonly gate: ResponseGate; readonly asked: CreateResponse[] } {
  const asked: CreateResponse[] = [];
  return { asked, gate: new ResponseGate(new Responses(), (request) => asked.push(request)) };
}

const GREETING = { instructions: 'Say exactly: hello', withoutContext: true };

/** A model at the other end of an ordered wire: takes creates, answers later, and begins responses of its own. */
class Model {
  readonly book = new Responses();
  readonly gate: ResponseGate;
  creates = 0;
  refusals = 0;
  private inbox: CreateResponse[] = [];
  private outbox: (() => void)[] = [];
  private active: string | null = null;
  private responses = 0;

  constructor() {
    this.gate = new ResponseGate(this.book, (request) => {
      expect(this.book.running).toEqual([]);
      expect(this.isAsked).toBe(false);
      expect(this.gate.isOpen).toBe(true);
      this.isAsked = true;
      this.creates += 1;
      this.inbox.push(request);
    });
  }

  /** True while a create of the gate was neither answered nor refused, as far as the gate knows. */
  private isAsked = false;

  readCreate(): void {
    if (this.inbox.shift() === undefined) return;
    if (this.active === null) this.begin();
    else
      this.outbox.push(() => {
        this.isAsked = false;
        this.refusals += 1;
        this.gate.refused();
      });
  }

  /** Turn detection begins a response by itself. */
  begin(): void {
    if (this.active !== null) return;
    this.responses += 1;
    const id = `resp_${String(this.responses)}`;
    this.active = id;
    this.outbox.push(() => {
      this.isAsked = false;
      this.gate.started(id);
    });
  }

  end(): void {
    const id = this.active;
    if (id === null) return;
    this.active = null;
    this.outbox.push(() => {
      this.gate.finished(id);
    });
  }

  /** Delivers one event to the gate. */
  deliver(): void {
    this.outbox.shift()?.();
  }

  settle(): void {
    this.gate.callerFinishedTurn();
    while (this.inbox.length > 0 || this.outbox.length > 0 || this.active !== null) {
      this.readCreate();
      this.end();
      while (this.outbox.length > 0) this.deliver();
    }
  }
}

const act = fc.constantFrom(
  'request' as const,
  'followUp' as const,
  'callerSpeaks' as const,
  'callerEnds' as const,
  'modelBegins' as const,
  'modelReads' as const,
  'close' as const,
  'open' as const,
  'modelEnds' as const,
  'deliver' as const,
  'deliver' as const,
  'deliver' as const,
);

describe('ResponseGate', () => {
  it('never has two creates in flight nor one while a response runs, in any order of events', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 60, size: 'max' }), (acts) => {
        const model = new Model();
        for (const each of acts) {
          if (each === 'request') model.gate.request(GREETING, 'greeting');
          else if (each === 'followUp') model.gate.requestFollowUp();
          else if (each === 'callerSpeaks') model.gate.callerTookTurn();
          else if (each === 'callerEnds') model.gate.callerFinishedTurn();
          else if (each === 'close') model.gate.close();
          else if (each === 'open') model.gate.open();
          else if (each === 'modelBegins') model.begin();
          else if (each === 'modelReads') model.readCreate();
          else if (each === 'modelEnds') model.end();
          else model.deliver();
        }
        model.gate.open();
        model.settle();
        expect(model.gate.isAsking).toBe(false);
        expect(model.book.running).toEqual([]);
        expect(model.creates).toBeLessThanOrEqual(acts.length + model.refusals);
      }),
      { numRuns: 500 },
    );
  });

  it('3a.11 coalesces the follow-ups of many tool outputs into one create, when idle', () => {
    const { gate, asked } = openGate();
    gate.started('r1');
    gate.requestFollowUp();
    gate.requestFollowUp();
    gate.requestFollowUp();
    expect(asked).toEqual([]);
    gate.finished('r1');
    expect(asked).toEqual([{}]);
    gate.started('r2');
    gate.finished('r2');
    expect(asked).toEqual([{}]);
  });

  it('asks for nothing while the caller speaks, and lets the answer of the model itself do for a follow-up', () => {
    const { gate, asked } = openGate();
    gate.callerTookTurn();
    gate.requestFollowUp();
    gate.callerFinishedTurn();
    expect(asked).toEqual([{}]);

    const other = openGate();
    other.gate.callerTookTurn();
    other.gate.requestFollowUp();
    other.gate.started('own');
    other.gate.callerFinishedTurn();
    other.gate.finished('own');
    expect(other.asked).toEqual([]);
  });

  it('asks again after the response that its create crossed: that one had not seen the tool outputs', () => {
    const { gate, asked } = openGate();
    gate.requestFollowUp();
    gate.started('own');
    gate.refused();
    expect(asked).toEqual([{}]);
    gate.finished('own');
    expect(asked).toEqual([{}, {}]);
  });

  it('does not lose a request that a response of the model itself overtook', () => {
    const { gate, asked } = openGate();
    gate.request(GREETING, 'greeting');
    gate.started('own');
    gate.refused();
    gate.finished('own');
    gate.started('ours');
    expect(gate.finished('ours')).toEqual({
      state: 'requested',
      purpose: 'greeting',
      request: GREETING,
      isRepeat: false,
    });
    expect(asked).toEqual([GREETING, GREETING]);
  });

  it('takes no for an answer in the end', () => {
    const { gate, asked } = openGate();
    gate.request(GREETING, 'greeting');
    for (let i = 0; i < 50; i += 1) gate.refused();
    expect(asked).toHaveLength(4);
    expect(gate.isAsking).toBe(false);
  });

  it('does not want what was asked for before the caller spoke or the operator stopped it', () => {
    const { gate } = openGate();
    gate.requestFollowUp();
    gate.callerTookTurn();
    expect(gate.started('late')).toBe('abandoned');
    gate.finished('late');
    gate.callerFinishedTurn();
    expect(gate.started('own')).toBe('wanted');
    gate.finished('own');

    gate.request({}, 'greeting');
    gate.abandon();
    expect(gate.started('stopped')).toBe('abandoned');
    gate.finished('stopped');
    expect(gate.isAsking).toBe(false);
  });

  it('wants the answer to the caller even when one of ours was on its way before', () => {
    const { gate } = openGate();
    gate.requestFollowUp();
    gate.callerTookTurn();
    gate.callerFinishedTurn();
    expect(gate.started('own')).toBe('wanted');
  });

  it('renews what got no answer, once: a refusal says that the first asking was heard after all', () => {
    const { gate, asked } = openGate();
    gate.request(GREETING, 'greeting');
    expect(gate.renew()).toEqual([]);
    expect(asked).toEqual([GREETING, GREETING]);
    gate.started('first');
    gate.refused();
    gate.finished('first');
    expect(asked).toHaveLength(2);
  });

  it('renews behind the response it wants cancelled', () => {
    const { gate, asked } = openGate();
    gate.request(GREETING, 'greeting');
    gate.started('mute');
    expect(gate.renew().map(({ id }) => id)).toEqual(['mute']);
    expect(asked).toHaveLength(1);
    gate.finished('mute');
    expect(asked).toEqual([GREETING, GREETING]);
  });

  it('holds no more than eight requests', () => {
    const { gate, asked } = openGate();
    gate.started('long');
    const taken = Array.from({ length: 20 }, () => gate.request({ ...GREETING }, 'greeting'));
    expect(taken.filter(Boolean)).toHaveLength(8);
    expect(asked).toEqual([]);
  });
});
