import { describe, expect, it } from 'vitest';
import { DEFAULT_AGENT } from '../../../shared/agent/agent';
import type { CallEvent } from '../../../shared/call/events';
import { ManualClock } from '../../ports/manual-clock.fixture';
import { ScriptedLeg, speech } from '../model.fixture';
import { Phone } from '../phone.fixture';
import { PhonePlayout } from '../phone/phone-playout';
import { AgentVoice } from './agent-voice';
import { Interruption } from './interruption';
import { ResponseGate } from './response-gate';
import { Responses, type AgentResponse } from './responses';

/** The parts an interruption acts on, and one log of what they were sent, in order. */
class Table {
  readonly clock = new ManualClock();
  readonly wire: string[] = [];
  readonly events: CallEvent[] = [];
  readonly phone = new Phone(this.clock, 0);
  private readonly playout = new PhonePlayout(this.phone, this.clock);
  readonly responses = new Responses();
  readonly voice = new AgentVoice(this.playout, this.clock, this.responses, () => undefined);
  readonly gate = new ResponseGate(this.responses, () => undefined);
  readonly interruption: Interruption;

  constructor() {
    const note = (line: string): void => void this.wire.push(line);
    const model = new ScriptedLeg(DEFAULT_AGENT, () => undefined, note);
    this.interruption = new Interruption(this.voice, this.responses, model, (event) => this.events.push(event));
    this.phone.onMark = (name) => {
      if (this.playout.onMark(name)) this.voice.phonePassed();
    };
    this.phone.onCommand = ({ type }) => {
      if (type === 'clear') note('clear');
    };
  }

  play(responseId: string, itemId: string, ms: number): void {
    const audio = { type: 'audio', responseId, itemId, contentIndex: 0, payload: speech(ms) } as const;
    const response = this.response(responseId);
    if (this.voice.play(response, audio) === 'late') response.cameLate(itemId, 0);
  }

  /** A whole response, and where it was complete. */
  say(responseId: string, items: Readonly<Record<string, number>>): void {
    this.gate.started(responseId);
    for (const [itemId, ms] of Object.entries(items)) {
      this.play(responseId, itemId, ms);
      this.voice.finish(this.response(responseId), { responseId, itemId, contentIndex: 0 });
    }
    this.gate.finished(responseId);
    this.interruption.responseOver(this.response(responseId));
  }

  response(responseId: string): AgentResponse {
    return this.responses.of(responseId);
  }
}

function cut(itemId: string, heardMs: number, sentMs: number) {
  return { itemId, contentIndex: 0, heardMs, sentMs };
}

describe('Interruption', () => {
  it('3a.8 does nothing where nothing plays and nothing runs', () => {
    const table = new Table();
    table.interruption.by('caller');
    table.say('r1', { i1: 500 });
    table.clock.advance(1000);
    table.interruption.by('caller');
    table.interruption.by('operator');
    expect(table.wire).toEqual([]);
    expect(table.events).toEqual([]);
  });

  it('clears the phone, then cuts each item at what was heard of it', () => {
    const table = new Table();
    table.say('r1', { i1: 500, i2: 800 });
    table.clock.advance(300);
    table.interruption.by('caller');
    expect(table.wire).toEqual(['clear', 'truncate i1/0 299', 'truncate i2/0 0']);
    expect(table.events).toEqual([
      { type: 'agent.interrupted', by: 'caller', cuts: [cut('i1', 299, 500), cut('i2', 0, 800)] },
    ]);
  });

  it('cancels a running response for the operator; for the caller the model does so itself', () => {
    const table = new Table();
    table.gate.started('r1');
    table.play('r1', 'i1', 500);
    table.clock.advance(100);
    table.interruption.by('operator');
    expect(table.wire).toEqual(['clear', 'cancel r1', 'truncate i1/0 100']);
  });

  it('leaves items alone that were heard to their end', () => {
    const table = new Table();
    table.say('r1', { i1: 300, i2: 800 });
    table.clock.advance(350);
    table.interruption.by('caller');
    expect(table.wire).toEqual(['clear', 'truncate i2/0 50']);
  });

  it('cuts items at 0 whose first audio came too late, when their response is over, and the cut one not again', () => {
    const table = new Table();
    table.gate.started('r1');
    table.play('r1', 'i1', 500);
    table.clock.advance(200);
    table.interruption.by('caller');
    table.play('r1', 'i1', 500);
    table.play('r1', 'i2', 500);
    table.wire.length = 0;
    table.interruption.responseOver(table.response('other'));
    expect(table.wire).toEqual([]);
    table.interruption.responseOver(table.response('r1'));
    expect(table.wire).toEqual(['truncate i2/0 0']);
  });

  it('drops everything of a response that is interrupted before its first audio, and says what was cut', () => {
    const table = new Table();
    table.gate.started('r1');
    table.response('r1').opened('i1');
    table.interruption.by('caller');
    table.play('r1', 'i1', 500);
    table.interruption.responseOver(table.response('r1'));
    expect(table.phone.commands).toEqual([]);
    expect(table.wire).toEqual(['truncate i1/0 0']);
    expect(table.events).toEqual([{ type: 'agent.interrupted', by: 'caller', cuts: [cut('i1', 0, 0)] }]);
  });

  it('stops two responses at once', () => {
    const table = new Table();
    table.gate.started('r1');
    table.gate.started('r2');
    table.play('r1', 'i1', 300);
    table.play('r2', 'i2', 300);
    table.interruption.by('operator');
    expect(table.wire).toEqual(['clear', 'cancel r1', 'cancel r2', 'truncate i1/0 0', 'truncate i2/0 0']);
    table.play('r1', 'i3', 300);
    table.interruption.responseOver(table.response('r2'));
    table.interruption.responseOver(table.response('r1'));
    expect(table.wire.slice(5)).toEqual(['truncate i3/0 0']);
  });

  it('lets the phone play on when the model dropped what it was saying', () => {
    const table = new Table();
    table.say('greeting', { i1: 1000 });
    table.gate.started('r2');
    table.interruption.dropRunning();
    table.play('r2', 'i2', 300);
    table.interruption.responseOver(table.response('r2'));
    expect(table.wire).toEqual(['truncate i2/0 0']);
    expect(table.events).toEqual([]);
    table.clock.advance(1100);
    expect(table.phone.heardMs(0, 8000)).toBe(1000);
  });

  it('cuts an item whose last sound came late where the phone has it, unless it is cut earlier than that', () => {
    for (const isCut of [false, true]) {
      const table = new Table();
      table.gate.started('r1');
      table.play('r1', 'i1', 500);
      table.interruption.dropRunning();
      table.play('r1', 'i1', 300);
      table.clock.advance(200);
      if (isCut) table.interruption.by('caller');
      table.interruption.responseOver(table.response('r1'));
      expect(table.wire).toEqual(isCut ? ['clear', 'truncate i1/0 199'] : ['truncate i1/0 500']);
    }
  });

  it('cancels a response nobody wants, and plays nothing of it', () => {
    const table = new Table();
    table.gate.started('r1');
    table.interruption.discard(table.response('r1'));
    table.play('r1', 'i1', 300);
    expect(table.wire).toEqual(['cancel r1']);
    expect(table.phone.commands).toEqual([]);
  });

  it('cuts an endless response where the phone has it, and the phone plays that', () => {
    const table = new Table();
    table.gate.started('r1');
    table.play('r1', 'i1', 700);
    table.interruption.cutShort(table.response('r1'), {
      type: 'audio',
      responseId: 'r1',
      itemId: 'i1',
      contentIndex: 0,
      payload: '',
    });
    table.play('r1', 'i1', 700);
    table.interruption.responseOver(table.response('r1'));
    expect(table.wire).toEqual(['cancel r1', 'truncate i1/0 700']);
    table.clock.advance(1000);
    expect(table.phone.heardMs(0, table.phone.allSentBytes)).toBe(700);
    expect(table.voice.isHeardToTheEnd()).toBe(true);
  });
});
