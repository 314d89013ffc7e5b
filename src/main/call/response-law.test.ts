import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CreateResponse, ModelEvent } from '../ports/ports';
import { ManualClock } from '../ports/manual-clock.fixture';
import { GREETER, REFUND } from './call.fixture';
import { Conversation } from './conversation';
import { ScriptedLeg } from './model.fixture';
import { Phone } from './phone.fixture';
import { PhonePlayout } from './phone/phone-playout';

const ACTS = [
  'modelTakesCreate',
  'modelRefusesCreate',
  'modelBegins',
  'modelSpeaks',
  'modelSpeaks',
  'modelOpensItem',
  'modelFinishesItem',
  'modelCallsTool',
  'modelCompletes',
  'modelCancels',
  'modelFails',
  'modelIsReplaced',
  'lateAudio',
  'audioOfNobody',
  'noteArrives',
  'callerStarts',
  'callerStops',
  'stopWords',
  'takeOver',
  'handBack',
  'whisper',
  'say',
  'goodbye',
  'toolAnswered',
] as const;

type Act = (typeof ACTS)[number];

/** A leg that keeps what it was asked to create. */
class Model extends ScriptedLeg {
  creates: CreateResponse[] = [];

  override createResponse(request: CreateResponse): void {
    this.creates.push(request);
    super.createResponse(request);
  }
}

/** A conversation in which the model, the caller and an operator do what they want. */
class Turmoil {
  readonly clock = new ManualClock();
  readonly phone: Phone;
  readonly conversation: Conversation;
  /** True once sound came of a response that is over, or that never began. */
  hadStrays = false;
  private readonly model: Model;
  private active: string | null = null;
  private last = 'r0';
  private responses = 0;
  private items = 0;
  private notes = 0;
  private speech: string | null = null;

  constructor(oneWayMs: number, isInterruptible: boolean) {
    this.phone = new Phone(this.clock, oneWayMs);
    const playout = new PhonePlayout(this.phone, this.clock);
    this.model = new Model(
      GREETER,
      (event) => {
        if (event.type !== 'ready' && event.type !== 'failed') this.conversation.hear(event);
      },
      () => undefined,
    );
    this.conversation = new Conversation({
      agent: { ...GREETER, greetingInterruptible: isInterruptible },
      phone: playout,
      model: this.model,
      tools: { check: () => undefined, run: () => new Promise(() => undefined) },
      phoneActs: { hold: () => undefined, pressKeys: () => undefined, transfer: () => undefined },
      clock: this.clock,
      emit: () => undefined,
      onFault: (error) => {
        throw error;
      },
      onHangup: () => undefined,
      onFailed: () => undefined,
    });
    this.phone.onMark = (name) => {
      if (playout.onMark(name)) this.conversation.speech.phonePassed();
    };
    this.conversation.speech.greeting.begin();
  }

  get book() {
    return this.conversation.speech.responses;
  }

  do(act: Act): void {
    const { speech, tools } = this.conversation;
    switch (act) {
      case 'takeOver':
        speech.silence.begin('floor');
        break;
      case 'handBack':
        speech.silence.end('floor', 'speaks-first');
        break;
      case 'stopWords':
        speech.stopWords();
        break;
      case 'whisper':
        speech.whispers.whisper('Be kind', false);
        break;
      case 'say':
        speech.sayQueue.say('We are open');
        break;
      case 'goodbye':
        speech.goodbye.say();
        break;
      case 'toolAnswered':
        tools.calls.answer(`t${String(this.items)}`, 'done');
        break;
      default:
        this.modelDoes(act);
    }
    expect(this.book.running.map(({ id }) => id)).toEqual(this.active === null ? [] : [this.active]);
  }

  /** Everybody comes to an end, and the phone plays what it has. */
  settle(): void {
    this.do('handBack');
    this.do('callerStops');
    for (let quietMs = 0; quietMs < 20_000; quietMs += 500) {
      if (this.active !== null || this.model.creates.length > 0) quietMs = 0;
      this.do('modelTakesCreate');
      this.do('modelSpeaks');
      this.do('modelCompletes');
      this.clock.advance(500);
    }
  }

  /** One ordinary response, heard to its end. */
  sayLastWords(): void {
    this.do('modelBegins');
    this.do('modelSpeaks');
    this.do('modelFinishesItem');
    this.do('modelCompletes');
    this.clock.advance(5000);
  }

  private modelDoes(act: Act): void {
    const { model, active } = this;
    const item = `i${String(this.items)}`;
    switch (act) {
      case 'modelTakesCreate':
        if (active === null) this.begin(model.creates.shift());
        else this.do('modelRefusesCreate');
        break;
      case 'modelRefusesCreate':
        if (model.creates.shift() !== undefined) this.tell({ type: 'createRefused', detail: '' });
        break;
      case 'modelBegins':
        if (active === null) this.begin({});
        break;
      case 'modelIsReplaced':
        this.active = null;
        model.creates = [];
        this.speech = null;
        this.conversation.modelLost();
        this.conversation.modelReplaced();
        break;
      case 'noteArrives':
        this.notes += 1;
        model.adds(`whisper_${String(this.notes)}`);
        break;
      case 'lateAudio':
      case 'audioOfNobody': {
        const responseId = act === 'lateAudio' ? this.last : 'nobody';
        if (responseId !== active) this.hadStrays = true;
        this.audio(responseId, item);
        break;
      }
      case 'callerStarts':
        this.speech ??= `c${String(this.clock.nowMs())}`;
        model.callerStarts(this.speech);
        break;
      case 'callerStops':
        if (this.speech !== null) model.callerStops(this.speech);
        this.speech = null;
        break;
      default:
        if (active !== null) this.goesOn(act, active, item);
    }
  }

  private goesOn(act: Act, active: string, item: string): void {
    const { model } = this;
    if (act === 'modelOpensItem') {
      this.items += 1;
      this.tell({ type: 'agentTurn', responseId: active, itemId: `i${String(this.items)}` });
    } else if (act === 'modelSpeaks') this.audio(active, item);
    else if (act === 'modelFinishesItem') model.audioDone(active, item);
    else if (act === 'modelCallsTool') {
      this.items += 1;
      model.callTool(active, `t${String(this.items)}`, REFUND.name);
    } else {
      this.active = null;
      const status = act === 'modelFails' ? 'failed' : act === 'modelCancels' ? 'cancelled' : 'completed';
      model.done(active, status);
    }
  }

  private begin(request: CreateResponse | undefined): void {
    if (request === undefined) return;
    this.responses += 1;
    this.items += 1;
    this.last = this.active = `r${String(this.responses)}`;
    this.model.begin(this.active, { [`i${String(this.items)}`]: 0 }, request.tag);
  }

  /** Nothing of a dead response reaches the phone. */
  private audio(responseId: string, itemId: string): void {
    const wasDead = this.book.isDead(responseId);
    const before = this.phone.allSentBytes;
    this.model.audio(responseId, itemId, 300);
    if (wasDead) expect(this.phone.allSentBytes).toBe(before);
  }

  private tell(event: ModelEvent): void {
    this.model.tell(event);
  }
}

describe('the book of responses', () => {
  it('is empty when every response is over and heard, whoever did what and in which order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...ACTS), fc.integer({ min: 0, max: 40 })), { maxLength: 60, size: 'max' }),
        fc.constantFrom(0, 60),
        fc.boolean(),
        (acts, oneWayMs, isInterruptible) => {
          const call = new Turmoil(oneWayMs, isInterruptible);
          for (const [act, frames] of acts) {
            call.do(act);
            call.clock.advance(frames * 20);
          }
          call.settle();
          if (!call.hadStrays) expect(call.book.all).toEqual([]);
          call.sayLastWords();
          call.settle();
          expect(call.book.all).toEqual([]);
          expect(call.conversation.speech.gate.isIdle).toBe(true);
        },
      ),
      { numRuns: 150 },
    );
  });
});
