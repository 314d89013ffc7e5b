import type { Log } from '../ports/ports';
import type {
  LoadedNgrok,
  NgrokConnection,
  NgrokEndpoint,
  NgrokListener,
  NgrokModule,
  NgrokSessionBuilder,
} from './ngrok-module';

/** Result of one step of ngrok's library: it answers, fails, or never reports back. */
export type Step = 'answer' | 'never' | Error;

/** A session as ngrok's side sees it, for a test. */
export interface SeenSession {
  readonly token: string;
  readonly heartbeat: { readonly intervalS: number; readonly toleranceS: number };
  domain: string | undefined;
  forwardedTo: string | undefined;
  /** Parts that were closed, in order. */
  readonly closed: ('session' | 'listener')[];
  /** Delivers the answer to a heartbeat; null is a missed one. */
  beat(latencyMs?: number | null): void;
  /** Breaks the connection; true when the library would now reconnect by itself. */
  breakDown(): boolean;
  /** Takes the address away and keeps the session. */
  takeAway: (error: Error) => void;
  stopListening: () => void;
  /** Answers a `connect` that was scripted as `never`. */
  connectLate(): void;
}

/** ngrok's library as a script: a test sets the result of each step. */
export class ScriptedNgrok {
  readonly sessions: SeenSession[] = [];
  connecting: Step = 'answer';
  listening: Step = 'answer';
  closing: Step = 'answer';
  url: string | null = 'https://desk.ngrok-free.app';
  loads = 0;

  /** Loader to give to a tunnel. */
  readonly load = (): LoadedNgrok => {
    this.loads += 1;
    return { ok: true, module: this.module };
  };

  private readonly module: NgrokModule = { SessionBuilder: builderOf(this) };

  /** The newest session. */
  get last(): SeenSession {
    const last = this.sessions.at(-1);
    if (last === undefined) throw new Error('no session was built');
    return last;
  }

  /** Number of sessions that nobody closed. */
  get online(): number {
    return this.sessions.filter((session) => !session.closed.includes('session')).length;
  }
}

/** A log that keeps its lines. */
export function keepingLog(): { readonly log: Log; readonly lines: string[] } {
  const lines: string[] = [];
  const keep: Log['info'] = (code, facts) => void lines.push(JSON.stringify({ code, ...facts }));
  return { log: { info: keep, warn: keep, error: keep }, lines };
}

/** Lets all pending callbacks run that wait only for their turn. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 4; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

function builderOf(script: ScriptedNgrok): new () => NgrokSessionBuilder {
  return class implements NgrokSessionBuilder {
    private token = '';
    private intervalS = 0;
    private toleranceS = 0;
    private onBeat: (latencyMs: number | null) => void = () => undefined;
    private onBroken: (address: string, error: string) => boolean = () => true;

    authtoken(token: string): this {
      this.token = token;
      return this;
    }
    clientInfo(): this {
      return this;
    }
    metadata(): this {
      return this;
    }
    heartbeatInterval(seconds: number): this {
      this.intervalS = seconds;
      return this;
    }
    heartbeatTolerance(seconds: number): this {
      this.toleranceS = seconds;
      return this;
    }
    handleHeartbeat(handler: (latencyMs: number | null) => void): this {
      this.onBeat = handler;
      return this;
    }
    handleDisconnection(handler: (address: string, error: string) => boolean): this {
      this.onBroken = handler;
      return this;
    }

    connect(): Promise<NgrokConnection> {
      const { onBeat, onBroken } = this;
      let connectLate: () => void = () => undefined;
      const seen: SeenSession = {
        token: this.token,
        heartbeat: { intervalS: this.intervalS, toleranceS: this.toleranceS },
        domain: undefined,
        forwardedTo: undefined,
        closed: [],
        beat: (latencyMs = 20) => onBeat(latencyMs),
        breakDown: () => onBroken('connect.ngrok-agent.com:443', 'transport error when accepting connection'),
        takeAway: () => undefined,
        stopListening: () => undefined,
        connectLate: () => connectLate(),
      };
      script.sessions.push(seen);
      const connection = connectionOf(script, seen);
      const late = new Promise<NgrokConnection>((resolve) => {
        connectLate = () => resolve(connection);
      });
      return take(script.connecting, connection, late);
    }
  };
}

function connectionOf(script: ScriptedNgrok, seen: SeenSession): NgrokConnection {
  const listening = new Promise<void>((resolve, reject) => {
    seen.takeAway = reject;
    seen.stopListening = resolve;
  });
  const listener: NgrokListener = {
    url: () => script.url,
    join: () => listening,
    close: () => {
      seen.closed.push('listener');
      seen.stopListening();
      return take(script.closing, undefined);
    },
  };
  const endpoint: NgrokEndpoint = {
    domain: (domain) => {
      seen.domain = domain;
      return endpoint;
    },
    listenAndForward: (toUrl) => {
      seen.forwardedTo = toUrl;
      return take(script.listening, listener);
    },
  };
  return {
    httpEndpoint: () => endpoint,
    close: () => {
      seen.closed.push('session');
      return take(script.closing, undefined);
    },
  };
}

function take<T>(step: Step, value: T, never = new Promise<T>(() => undefined)): Promise<T> {
  if (step === 'never') return never;
  return step === 'answer' ? Promise.resolve(value) : Promise.reject(step);
}
