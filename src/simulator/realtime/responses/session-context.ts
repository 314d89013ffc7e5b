import type { Conversation } from '../protocol/conversation';
import type { Faults } from '../faults';
import type { Identifiers } from '../protocol/identifiers';
import type { McpServers } from '../mcp/mcp-servers';
import type { Pace } from './pace';
import type { SessionConfig } from '../protocol/session-config';
import type { Timers } from '../timers';
import type { Meter } from '../protocol/usage';
import type { Voice } from './voice';
import type { Emit } from '../protocol/wire';

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
  /** Sends a frame that is not an event of the protocol. */
  sendRaw(frame: string): void;
}
