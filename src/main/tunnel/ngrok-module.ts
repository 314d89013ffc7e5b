import { createRequire } from 'node:module';
import type * as Ngrok from '@ngrok/ngrok';
import { faultOfLoading, type NgrokFault } from './ngrok-error';

/** Methods we use of an ngrok session's listener. */
export interface NgrokListener {
  url(): string | null;
  /** Settles when it stops listening. Rejects with ngrok's code when ngrok took the address away but the session stays. */
  join(): Promise<void>;
  /** Returns the address to ngrok. */
  close(): Promise<void>;
}

/** Methods we use of the builder of an HTTP address. */
export interface NgrokEndpoint {
  domain(domain: string): NgrokEndpoint;
  listenAndForward(toUrl: string): Promise<NgrokListener>;
}

/** Methods we use of an ngrok session. */
export interface NgrokConnection {
  httpEndpoint(): NgrokEndpoint;
  /** Stops reconnecting. It does not tell ngrok, which counts the session for one heartbeat interval more. */
  close(): Promise<void>;
}

/** Methods we use of the builder of an ngrok session. Handlers are called from Node's event loop and must not throw. */
export interface NgrokSessionBuilder {
  authtoken(token: string): NgrokSessionBuilder;
  clientInfo(name: string, version: string): NgrokSessionBuilder;
  metadata(json: string): NgrokSessionBuilder;
  heartbeatInterval(seconds: number): NgrokSessionBuilder;
  heartbeatTolerance(seconds: number): NgrokSessionBuilder;
  /** Undocumented in the library's types: `latencyMs` is null when no answer came within interval and tolerance. */
  handleHeartbeat(handler: (latencyMs: number | null) => void): NgrokSessionBuilder;
  handleDisconnection(handler: (address: string, error: string) => boolean): NgrokSessionBuilder;
  connect(): Promise<NgrokConnection>;
}

/** The part of `@ngrok/ngrok` that we use. */
export interface NgrokModule {
  readonly SessionBuilder: new () => NgrokSessionBuilder;
}

export type LoadedNgrok =
  { readonly ok: true; readonly module: NgrokModule } | { readonly ok: false; readonly fault: NgrokFault };

/**
 * Loads the library on first use: it is a native addon, and Switchboard runs without it where there is none. It is required,
 * never bundled, because it assigns to undeclared variables, which a bundle's strict mode refuses.
 */
export function loadNgrok(load: (name: string) => unknown = createRequire(__filename)): LoadedNgrok {
  try {
    const module = load('@ngrok/ngrok') as typeof Ngrok;
    return { ok: true, module };
  } catch (error) {
    return { ok: false, fault: faultOfLoading(error) };
  }
}
