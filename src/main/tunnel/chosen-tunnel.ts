import { assertNever } from '../../shared/std/assert-never';
import type { Clock, Dispose, Log } from '../ports/ports';
import type { ReachProof, Tunnel, TunnelKind, TunnelState } from '../ports/ports-lines';
import { Changes } from './changes';
import type { LoadedNgrok } from './ngrok-module';
import { NgrokTunnel } from './ngrok-tunnel';
import { OwnUrlTunnel } from './own-url-tunnel';

/** The user's choice of how this machine is reached. */
export type TunnelChoice =
  | { readonly kind: 'ngrok'; readonly authtoken: string | undefined; readonly domain: string | undefined }
  | { readonly kind: 'own-url'; readonly publicUrl: URL }
  | { readonly kind: 'this-machine' };

export interface ChosenTunnelParts {
  /** Read at construction and at each `refresh`. */
  readonly choice: () => TunnelChoice;
  readonly version: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Loader of ngrok's library; the default loader when absent. */
  readonly load?: () => LoadedNgrok;
}

/** The tunnel of the user's choice. When the choice changes, the old tunnel is closed before the new one is started. */
export class ChosenTunnel implements Tunnel {
  private readonly changes = new Changes<TunnelState>({ phase: 'off' });
  private choice: TunnelChoice;
  private tunnel: Tunnel;
  private unfollow: Dispose;
  private localPort: number | undefined;
  /** Set while an old tunnel is being closed; the new one is started after it. */
  private replacing: Promise<void> | undefined;

  constructor(private readonly parts: ChosenTunnelParts) {
    this.choice = parts.choice();
    this.tunnel = build(this.choice, parts);
    this.unfollow = this.follow(this.tunnel);
  }

  kind(): TunnelKind {
    return this.tunnel.kind();
  }

  state(): TunnelState {
    return this.changes.get();
  }

  onChange(listener: (state: TunnelState) => void): Dispose {
    return this.changes.onChange(listener);
  }

  start(localPort: number): void {
    if (this.localPort !== undefined) return;
    this.localPort = localPort;
    if (this.replacing === undefined) this.tunnel.start(localPort);
    else this.tellConnecting();
  }

  async stop(): Promise<void> {
    this.localPort = undefined;
    const stopped = this.tunnel.stop();
    if (this.state().phase !== 'off') this.changes.set({ phase: 'off' });
    await Promise.all([this.replacing, stopped]);
  }

  nudge(reason: 'resumed' | 'network-changed'): void {
    this.tunnel.nudge(reason);
  }

  refresh(): void {
    const choice = this.parts.choice();
    if (sameChoice(choice, this.choice)) {
      this.tunnel.refresh();
      return;
    }
    this.choice = choice;
    this.replace(build(choice, this.parts));
  }

  report(publicBase: URL, proof: ReachProof): void {
    this.tunnel.report(publicBase, proof);
  }

  private replace(tunnel: Tunnel): void {
    this.unfollow();
    const stopped = this.tunnel.stop();
    this.tunnel = tunnel;
    this.unfollow = this.follow(tunnel);
    if (this.localPort !== undefined) this.tellConnecting();
    this.replacing = Promise.all([this.replacing, stopped]).then(() => {
      this.replacing = undefined;
      if (this.localPort !== undefined) this.tunnel.start(this.localPort);
    });
  }

  private tellConnecting(): void {
    this.changes.set({ phase: 'connecting', attempt: 1, sinceMs: this.parts.clock.wallMs() });
  }

  private follow(tunnel: Tunnel): Dispose {
    return tunnel.onChange((state) => this.changes.set(state));
  }
}

function build(choice: TunnelChoice, { version, clock, log, load }: ChosenTunnelParts): Tunnel {
  switch (choice.kind) {
    case 'ngrok': {
      const { authtoken, domain } = choice;
      return new NgrokTunnel({ authtoken, domain, version, clock, log, ...(load !== undefined && { load }) });
    }
    case 'own-url':
      return new OwnUrlTunnel(choice.publicUrl);
    case 'this-machine':
      return new OwnUrlTunnel(undefined);
    default:
      return assertNever(choice);
  }
}

function sameChoice(one: TunnelChoice, other: TunnelChoice): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
