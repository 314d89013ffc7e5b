import type { WebSocket } from 'ws';
import type { Faults } from '../faults';
import type { McpServers } from '../mcp/mcp-servers';
import type { Conversation } from '../protocol/conversation';
import type { Identifiers } from '../protocol/identifiers';
import type { SessionConfig } from '../protocol/session-config';
import type { Meter } from '../protocol/usage';
import type { Emit } from '../protocol/wire';
import type { Timers } from '../timers';
import type { Voice } from './voice';

/** Timing of the model's answers; ms of the simulator's clock. */
export interface Pace {
  /** Delay from the end of a turn to the first item of the answer. */
  readonly thinkingMs: number;
  /** Speed at which audio is sent, as a multiple of real time. */
  readonly timesRealTime: number;
  /** Sizes of the audio deltas in µ-law bytes, repeated in order. */
  readonly deltaBytes: readonly number[];
  /** Number of deltas still sent after a cancel; `lateDeltaMs` apart. */
  readonly lateDeltas: number;
  readonly lateDeltaMs: number;
  /** Delay from the end of a turn to its transcript. */
  readonly transcriptionMs: number;
}

/** Default pace: ten seconds of answer take 1.25. No delta is a whole number of telephone frames. */
export const USUAL_PACE: Pace = {
  thinkingMs: 300,
  timesRealTime: 8,
  deltaBytes: [801, 1603, 3207, 2411, 4003, 1207],
  lateDeltas: 2,
  lateDeltaMs: 15,
  transcriptionMs: 250,
};

/** The client's end of the socket. */
export interface Peer {
  send(frame: string): void;
  /** `terminate` cuts the connection without a close frame. */
  readonly socket: Pick<WebSocket, 'close' | 'terminate'>;
}

/** State and services shared by the parts of one session. */
export interface SessionContext {
  readonly emit: Emit;
  readonly timers: Timers;
  readonly ids: Identifiers;
  readonly conversation: Conversation;
  readonly conversationId: string;
  readonly meter: Meter;
  readonly voice: Voice;
  readonly pace: Pace;
  readonly faults: Faults;
  readonly mcp: McpServers;
  config(): SessionConfig;
  /** Called after `ms` of the model's audio were sent. */
  onAudioSent(ms: number): void;
  /** The client's end of the socket, for frames that are no events of the protocol. */
  readonly peer: Peer;
}
