import type { Call } from '../../../shared/call/call';
import type { CallEvent } from '../../../shared/call/events';
import type { CallEnd } from '../../../shared/call/events/call';
import type { Clock, Dispose } from '../../ports/ports';
import type { AgentSpeech } from '../agent/agent-speech';
import type { Notes } from '../agent/notes';
import type { CallerAudio } from '../caller/caller-audio';
import type { AgentNews } from './agent-news';

/** Longest wait for a caller whose stream was lost; the carrier leads them back to us for longer than that. */
const RETURN_DEADLINE_MS = 60_000;

export interface LostStreamParts {
  readonly clock: Clock;
  /** The phone's play-out, told of the stream's last sign of life; monotonic ms. */
  readonly phone: { streamLost(atMs: number): void };
  readonly audio: CallerAudio;
  readonly agent: { readonly speech: AgentSpeech; readonly notes: Notes };
  readonly news: AgentNews;
  /** Returns the call as it is now. */
  readonly call: () => Call;
  /** Greeting of the agent, for a caller who heard nothing yet; empty: there is none. */
  readonly greeting: string;
  readonly emit: (event: CallEvent) => void;
  /** True while an operator, and not the agent, is to speak with the caller. */
  readonly isOperators: () => boolean;
  /** True when the call is over, or the caller is put through to somebody else. */
  readonly hasLeft: () => boolean;
  readonly end: (end: CallEnd) => void;
}

/**
 * Loss of the caller's stream while nobody hung up, and their return on another one. Meanwhile the model stays connected and
 * the agent is silent; what the caller had not heard counts as not heard.
 */
export class LostStream {
  private lostAtMs: number | null = null;
  private returns = 0;
  private stopDeadline: Dispose = () => undefined;

  constructor(private readonly parts: LostStreamParts) {}

  /** True from the loss until the caller is back. */
  get isLost(): boolean {
    return this.lostAtMs !== null;
  }

  begin(): void {
    if (this.isLost) return;
    const { clock, phone, audio, agent, emit, hasLeft, end } = this.parts;
    this.lostAtMs = clock.nowMs();
    phone.streamLost(audio.lastFrameAtMs);
    agent.speech.silence.begin('no-caller');
    // No words are left to be heard: a hang-up or a transfer that waited for them goes ahead.
    agent.speech.phonePassed();
    if (hasLeft()) {
      this.over();
      agent.speech.silence.end('no-caller', 'when-asked');
      return;
    }
    emit({ type: 'caller.wasLost' });
    this.stopDeadline = clock.after(RETURN_DEADLINE_MS, () => end({ by: 'caller', reason: 'caller-lost' }));
  }

  /** The caller is on a stream again. */
  cameBack(): void {
    if (this.lostAtMs === null) return;
    const { clock, agent, news, call, emit, isOperators } = this.parts;
    const awayMs = Math.round(clock.nowMs() - this.lostAtMs);
    this.over();
    emit({ type: 'caller.cameBack', awayMs });
    this.returns += 1;
    const note = { itemId: `back_${String(this.returns)}`, text: this.wordsOfReturn(awayMs) };
    if (call().phase.name !== 'live') {
      // The agent has yet to begin, with its greeting.
      agent.speech.silence.end('no-caller', 'when-asked');
    } else if (isOperators()) {
      if (!call().isAgentGone) agent.notes.add(note);
      agent.speech.silence.end('no-caller', 'when-asked');
    } else {
      news.tell(note, 'no-caller');
    }
  }

  private over(): void {
    this.lostAtMs = null;
    this.stopDeadline();
  }

  private wordsOfReturn(awayMs: number): string {
    const isHeard = this.parts.call().turns.some((turn) => turn.kind === 'agent' && heardMsOf(turn.speech) > 0);
    if (!isHeard) {
      const { greeting } = this.parts;
      const first = greeting === '' ? 'Speak with them now.' : `Greet them now: ${greeting}`;
      return `The caller's connection was lost before they heard a word of yours, and they are back now. ${first}`;
    }
    const seconds = String(Math.max(1, Math.round(awayMs / 1000)));
    return (
      `The caller's connection was lost for about ${seconds} s, and they are back now. They heard of your words what the ` +
      'conversation holds, and nothing after that. In a few words tell them that you were cut off, then go on where you ' +
      'were. Do not greet them again.'
    );
  }
}

type Speech = Extract<Call['turns'][number], { kind: 'agent' }>['speech'];

function heardMsOf(speech: Speech): number {
  if (speech.state === 'cut') return speech.heardMs;
  return speech.state === 'heard' ? Infinity : 0;
}
