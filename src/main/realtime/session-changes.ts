import type { Agent } from '../../shared/agent/agent';
import type { ModelEvent, SessionChange } from '../ports/ports';
import type { HeadersOf } from './mcp-servers';
import { sessionUpdate } from './session-config';
import type { RealtimeClientEvent, RealtimeServerEvent } from './wire';

type Update = Extract<RealtimeClientEvent, { type: 'session.update' }>;
type RealtimeError = Extract<RealtimeServerEvent, { type: 'error' }>['error'];

const EVENT_PREFIX = 'change_';

/** A pending update of a running session, or only of whether the model answers. */
interface Asked {
  readonly eventId: string;
  readonly changeId: string | null;
  readonly turnTaking: Agent['turnTaking'];
}

/**
 * The changes of one running session. They are answered in the order of the requests, but only a refusal names the request it
 * answers. Turn detection is one field for two settings: how turns end, and whether the model answers them.
 */
export class SessionChanges {
  private asked: readonly Asked[] = [];
  private count = 0;
  private answers = true;

  constructor(
    private turnTaking: Agent['turnTaking'],
    private readonly headersOf: HeadersOf,
  ) {}

  /** The update that makes the model answer the caller by itself, or only listen. */
  answering(on: boolean): Update {
    this.answers = on;
    return this.ask(null, { turnTaking: this.turnTaking });
  }

  change(changeId: string, change: SessionChange): Update {
    return this.ask(changeId, change);
  }

  /** The event for an updated session. `on`: it answers the caller. */
  confirmed(on: boolean): ModelEvent {
    const [first, ...rest] = this.asked;
    this.asked = rest;
    const changeId = first?.changeId ?? null;
    return changeId === null ? { type: 'answering', on } : { type: 'changed', changeId };
  }

  /** The event for a refused change; undefined when the error concerns something else. `detail` is used as it is. */
  refused({ event_id: eventId }: RealtimeError, detail: string): ModelEvent | undefined {
    const refused = this.asked.find((each) => each.eventId === eventId);
    if (refused === undefined) return undefined;
    this.asked = this.asked.filter((each) => each !== refused);
    this.turnTaking = refused.turnTaking;
    return refused.changeId === null ? undefined : { type: 'changeRefused', changeId: refused.changeId, detail };
  }

  private ask(changeId: string | null, change: SessionChange): Update {
    this.count += 1;
    const eventId = `${EVENT_PREFIX}${String(this.count)}`;
    this.asked = [...this.asked, { eventId, changeId, turnTaking: this.turnTaking }];
    this.turnTaking = change.turnTaking ?? this.turnTaking;
    return { type: 'session.update', event_id: eventId, session: sessionUpdate(change, this.answers, this.headersOf) };
  }
}
