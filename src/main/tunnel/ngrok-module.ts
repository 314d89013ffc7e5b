import { createRequire } from 'node:module';
import type * as Ngrok from '@ngrok/ngrok';
import { faultOfLoading, type NgrokFault } from './ngrok-error';

/** What we use of an ngrok session's listener. */
export interface NgrokListener {
  url(): string | null;
  /** Settles when it no longer listens: rejects with ngrok's code when ngrok took the address away, over a session that stays. */
  join(): Promise<void>;
  /** Gives the address back to ngrok. */
  close(): Promise<void>;
}

/** What we use of the builder of an HTTP address. */
export interface NgrokEndpoint {
  domain(domain: string): NgrokEndpoint;
  listenAndForward(toUrl: string): Promise<NgrokListener>;
}

/** What we use of an ngrok session. */
export interface NgrokConnection {
  httpEndpoint(): NgrokEndpoint;
  /** Ends reconnecting. Says nothing to ngrok, which counts the session for one heartbeat's time more. */
  close(): Promise<void>;
}

/** What we use of the builder of an ngrok session. The handlers are called from Node's loop and must not throw. */
export interface NgrokSessionBuilder {
  authtoken(token: string): NgrokSessionBuilder;
  clientInfo(name: string, version: string): NgrokSessionBuilder;
  metadata(json: string): NgrokSessionBuilder;
  heartbeatInterval(seconds: number): NgrokSessionBuilder;
  heartbeatTolerance(seconds: number): NgrokSessionBuilder;
  /** Undocumented in the library's types: null when no answer came within interval and tolerance. */
  handleHeartbeat(handler: (latencyMs: number | null) => void): NgrokSessionBuilder;
  handleDisconnection(handler: (address: string, error: string) => boolean): NgrokSessionBuilder;
  connect(): Promise<NgrokConnection>;
}

/** What we use of `@ngrok/ngrok`. */
export interface NgrokModule {
  readonly SessionBuilder: new () => NgrokSessionBuilder;
}

export type LoadedNgrok =
  { readonly ok: true; readonly module: NgrokModule } | { readonly ok: false; readonly fault: NgrokFault };

/**
 * Loads the library when it is first needed: it is a native addon, and Switchboard runs without it where there is none.
 * Required, never bundled: the library assigns to undeclared variables, which a bundle's strict mode refuses.
 */
export function loadNgrok(load: (name: string) => unknown = createRequire(__filename)): LoadedNgrok {
  try {
    const module = load('@ngrok/ngrok') as typeof Ngrok;
    return { ok: true, module };
  } catch (error) {
    return { ok: false, fault: faultOfLoading(error) };
  }
}
