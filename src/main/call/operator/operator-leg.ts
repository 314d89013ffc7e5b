import type { Call } from '../../../shared/call/call';
import type { CallEvent } from '../../../shared/call/events';
import { MAX_WORDS_CHARS, type Microphone, type OperatorLoss } from '../../../shared/call/events/operator';
import { saidSinceTakeOver } from '../../../shared/call/excerpt';
import type { Clock, CommandRefusal, Dispose } from '../../ports/ports';
import type { Headset, OperatorControl, Transcriber } from '../../ports/ports-operator';
import type { AgentSpeech } from '../agent/agent-speech';
import type { Notes } from '../agent/notes';
import type { OutOfBandResponses } from '../agent/out-of-band-responses';
import { HeardTap } from '../phone/heard-tap';
import type { PhonePlayout } from '../phone/phone-playout';
import { HoldAudio, Keypad } from '../phone/tones';
import { Floor, type FloorMove } from './floor';
import { OperatorSeat } from './operator-seat';
import { OperatorVoice } from './operator-voice';
import { OperatorWords } from './operator-words';

/** Parts of the call's agent that operators use. */
export interface AgentAtHand {
  readonly speech: AgentSpeech;
  readonly notes: Notes;
  readonly outOfBand: OutOfBandResponses;
  /** Item at the end of the conversation; null: there is none yet. */
  readonly order: { readonly last: string | null };
}

export interface OperatorLegParts {
  readonly clock: Clock;
  readonly phone: PhonePlayout;
  readonly agent: AgentAtHand;
  /** Returns the call as it is now. */
  readonly call: () => Call;
  readonly transcriber: Transcriber | undefined;
  /** Language that is spoken in the call; empty: not known. */
  readonly language: string;
  /** Time the caller waits for a lost operator to come back; ms. */
  readonly returnMs: () => number;
  /** True for a conversation in writing: operators may write, but do nothing with sound. */
  readonly isWritten: boolean;
  readonly emit: (event: CallEvent) => void;
  /** State of the model: `none` before it is ready, `gone` when it failed while an operator spoke. */
  readonly modelState: () => 'none' | 'ready' | 'gone';
  /** Runs when the operator is gone and there is no agent to go on. */
  readonly onAbandoned: () => void;
}

/** Operator's leg of one call: decides who has the floor, and which sound beside the agent's reaches the caller. */
export class OperatorLeg implements OperatorControl {
  /** Party that the caller can hear. While an operator has taken the floor, the call goes on even without its agent. */
  readonly floor = new Floor();
  /** Sound for those who listen. */
  readonly tap: HeardTap;
  private readonly seat: OperatorSeat;
  private readonly voice: OperatorVoice;
  private readonly words: OperatorWords;
  private readonly holdAudio: HoldAudio;
  private readonly keypad: Keypad;
  private readonly handsBack: HandBack;

  constructor(private readonly parts: OperatorLegParts) {
    const { clock, phone, agent, transcriber, language, returnMs, emit } = parts;
    this.seat = new OperatorSeat(clock, { emit, returnMs, onGone: () => this.gone() });
    this.words = new OperatorWords(transcriber, language, clock, {
      emit,
      notes: agent.notes,
      order: agent.order,
    });
    this.voice = new OperatorVoice(phone, clock, {
      words: this.words,
      onDropped: (detail) => emit({ type: 'leg.degraded', leg: 'operator', fault: 'queue-full', detail }),
    });
    this.holdAudio = new HoldAudio(phone, clock);
    this.keypad = new Keypad(phone, clock, { onBegin: () => this.keysBegin(), onEnd: () => this.keysEnd() });
    this.tap = new HeardTap(clock, phone);
    this.handsBack = new HandBack(() => saidSinceTakeOver(parts.call()), agent);
  }

  whisper(text: string, spoken: boolean): CommandRefusal | undefined {
    return this.notLive() ?? this.parts.agent.speech.whispers.whisper(text, spoken);
  }

  say(text: string): CommandRefusal | undefined {
    return this.notLive() ?? this.parts.agent.speech.sayQueue.say(text);
  }

  listen(headset: Headset): Dispose | CommandRefusal {
    if (this.parts.isWritten) return 'not-possible-now';
    const isNew = !this.tap.has(headset.id);
    this.tap.add(headset);
    if (isNew) this.parts.emit({ type: 'operator.listened' });
    let isListening = true;
    return () => {
      if (!isListening) return;
      isListening = false;
      if (this.tap.remove(headset)) this.parts.emit({ type: 'operator.stoppedListening' });
    };
  }

  takeOver(headsetId: string, microphone: Microphone, consoleId?: string): CommandRefusal | undefined {
    if (this.parts.modelState() === 'none') return 'not-live';
    if (this.isOutOfReach()) return 'not-possible-now';
    if (this.seat.isTakenFrom(headsetId)) return 'floor-taken';
    if (!this.floor.isTaken) {
      this.parts.agent.speech.silence.begin('floor');
      this.words.begin();
    }
    this.holdAudio.stop();
    this.seat.take(headsetId, microphone, consoleId);
    this.seat.listen(true);
    this.moved(this.floor.takeOver());
    return undefined;
  }

  /** Takes a frame of a microphone; dropped unless the caller hears that headset now. */
  speak(headsetId: string, frame: Uint8Array): void {
    if (!this.seat.frame(headsetId)) return;
    if (this.floor.current === 'operator' && !this.keypad.isPressing) this.voice.speak(frame);
  }

  muteMyself(muted: boolean): CommandRefusal | undefined {
    const refusal = this.seat.mute(muted);
    if (refusal === undefined && muted) this.voice.stop();
    return refusal;
  }

  lost(headsetId: string | undefined, loss: OperatorLoss | null): CommandRefusal | undefined {
    return this.seat.lost(headsetId, loss);
  }

  /** Drafts a brief of the words said since the take-over: the model's summary, else line by line. */
  draftBrief(): Promise<Draft> {
    return this.handsBack.draft(this.parts.modelState() === 'ready');
  }

  handBack(brief: string, speaksFirst: boolean): CommandRefusal | undefined {
    if (!this.floor.isTaken) return 'not-possible-now';
    const notLive = this.notLive();
    if (notLive !== undefined) return notLive;
    this.parts.emit({ type: 'operator.handedBack', brief, speaksFirst });
    this.returnFloor(this.floor.handBack(), brief, speaksFirst);
    return undefined;
  }

  /** Holds or resumes the caller. `by`: an agent may do so in a written conversation, too. */
  hold(held: boolean, by: 'operator' | 'agent' = 'operator'): CommandRefusal | undefined {
    if (this.parts.modelState() === 'none') return 'not-live';
    const move = this.isOutOfReach(by) ? null : this.floor.hold(held);
    if (move === null) return 'not-possible-now';
    this.voice.stop();
    if (held) this.parts.agent.speech.silence.begin('floor');
    if (!held) this.holdAudio.stop();
    else if (!this.keypad.isPressing) this.holdAudio.start();
    this.seat.listen(!held);
    this.moved(move);
    if (move.floor === 'agent') this.parts.agent.speech.silence.end('floor', 'if-awaited');
    return undefined;
  }

  muteAgent(muted: boolean): CommandRefusal | undefined {
    const notLive = this.notLive();
    if (notLive !== undefined) return notLive;
    const move = this.isOutOfReach() ? null : this.floor.muteAgent(muted);
    if (move === null) return 'not-possible-now';
    if (muted) this.parts.agent.speech.silence.begin('floor');
    this.moved(move);
    if (!muted) this.parts.agent.speech.silence.end('floor', 'if-awaited');
    return undefined;
  }

  /** Presses keys on the phone. `by`: keys of the agent are recorded by its tool call instead. */
  pressKeys(digits: string, by: 'operator' | 'agent' = 'operator'): CommandRefusal | undefined {
    if (this.parts.modelState() === 'none') return 'not-live';
    if (this.isOutOfReach(by)) return 'not-possible-now';
    const refusal = this.keypad.press(digits);
    if (refusal === undefined && by === 'operator') this.parts.emit({ type: 'operator.pressedKeys', digits });
    return refusal;
  }

  /** Takes the floor from everyone: the caller leaves to be put through to somebody else. */
  beginTransfer(): void {
    this.silenceOperator();
    this.moved(this.floor.leave());
  }

  /** Returns the floor to the agent: the caller is back with it. */
  resumeAfterTransfer(): void {
    this.moved(this.floor.comeBack());
    this.parts.agent.speech.silence.end('floor', 'when-asked');
  }

  /** Stops everything when the call is over. */
  dispose(): void {
    this.tap.stop();
    this.words.dispose();
    this.seat.leave();
  }

  private keysBegin(): void {
    this.voice.stop();
    this.holdAudio.stop();
    this.parts.agent.speech.silence.begin('keys');
  }

  private keysEnd(): void {
    if (this.floor.isOnHold) this.holdAudio.start();
    this.parts.agent.speech.silence.end('keys', 'if-awaited');
  }

  /**
   * Gives the caller back to an agent that is ready, and tells it that the operator was lost; else the call is
   * abandoned.
   */
  private gone(): void {
    if (this.parts.modelState() !== 'ready') {
      this.parts.onAbandoned();
      return;
    }
    this.returnFloor(this.floor.operatorGone(), this.handsBack.ofLoss(), true);
  }

  /** True from the start of a transfer until the caller is back; for operators, also in a written conversation. */
  private isOutOfReach(by: 'operator' | 'agent' = 'operator'): boolean {
    const isSilent = this.parts.isWritten && by === 'operator';
    return isSilent || this.floor.isDeserted || this.parts.agent.speech.pendingHangup.isForTransfer;
  }

  private silenceOperator(): void {
    this.voice.stop();
    this.holdAudio.stop();
    this.words.end();
    this.seat.leave();
  }

  private returnFloor(move: FloorMove | null, brief: string, speaksFirst: boolean): void {
    this.silenceOperator();
    this.moved(move);
    this.handsBack.tell(brief);
    this.parts.agent.speech.silence.end('floor', speaksFirst ? 'speaks-first' : 'when-asked');
  }

  private moved(move: FloorMove | null): void {
    if (move !== null) this.parts.emit({ type: 'floor.changed', ...move });
  }

  private notLive(): CommandRefusal | undefined {
    return this.parts.modelState() === 'ready' ? undefined : 'not-live';
  }
}

const DRAFT = `Write a short brief for the voice agent who takes this phone call back from a colleague: what the caller wants, what
the colleague said and promised, what is still to do. At most five plain sentences, addressed to the agent.`;

const LOST =
  'The connection of the colleague who spoke with the caller was lost in the middle of the call. Apologise shortly, then go on.';

/** Draft of a brief for the agent, and its source: the model's summary, or the lines that were said. */
interface Draft {
  readonly text: string;
  readonly by: 'model' | 'lines';
}

/** Briefing of an agent that gets its call back from an operator. */
class HandBack {
  private briefs = 0;

  constructor(
    /** Returns the words said since the take-over, line by line. */
    private readonly said: () => string,
    private readonly agent: Pick<AgentAtHand, 'notes' | 'outOfBand'>,
  ) {}

  /**
   * Drafts a brief of the words said since the take-over. The model sums them up if it may be asked and answers in
   * time; else they are given line by line.
   */
  async draft(mayAsk: boolean): Promise<Draft> {
    const lines = this.said();
    const drafted =
      mayAsk && lines !== ''
        ? await this.agent.outOfBand.request(`${DRAFT}\n\nWhat was said meanwhile:\n${lines}`)
        : null;
    if (drafted !== null) return { text: drafted.slice(0, MAX_WORDS_CHARS), by: 'model' };
    // The operator may have lost the call while the model was asked.
    return { text: this.said() || lines, by: 'lines' };
  }

  /** Brief on behalf of an operator who was lost and could not write one. */
  ofLoss(): string {
    const lines = this.said();
    return (lines === '' ? LOST : `${LOST} What was said meanwhile:\n${lines}`).slice(0, MAX_WORDS_CHARS);
  }

  /** Gives a brief to the agent; an empty one is ignored. */
  tell(brief: string): void {
    if (brief === '') return;
    this.briefs += 1;
    const text = `You speak with the caller again. While a colleague had the call: ${brief}`;
    this.agent.notes.add({ itemId: `brief_${String(this.briefs)}`, text });
  }
}
