import { assertNever } from '../../shared/std/assert-never';
import type { Clock, Dispose, Log } from '../ports/ports';
import type { ReachProof, Tunnel, TunnelKind, TunnelState } from '../ports/ports-lines';
import type { LoadedNgrok } from './ngrok-module';
import { NgrokTunnel } from './ngrok-tunnel';
import { OwnUrlTunnel } from './own-url-tunnel';
import { Changes, type TunnelWay } from './tunnel-way';

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

/** The tunnel of the user's choice. When the choice changes, the old way is closed before the new one is started. */
export class ChosenTunnel implements Tunnel {
  private readonly changes = new Changes<TunnelState>({ phase: 'off' });
  private choice: TunnelChoice;
  private way: TunnelWay;
  private unfollow: Dispose;
  private localPort: number | undefined;
  /** Set while an old way is being closed; the new one is started after it. */
  private replacing: Promise<void> | undefined;

  constructor(private readonly parts: ChosenTunnelParts) {
    this.choice = parts.choice();
    this.way = build(this.choice, parts);
    this.unfollow = this.follow(this.way);
  }

  kind(): TunnelKind {
    return this.way.kind();
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
    if (this.replacing === undefined) this.way.start(localPort);
    else this.tellConnecting();
  }

  async stop(): Promise<void> {
    this.localPort = undefined;
    const stopped = this.way.stop();
    if (this.state().phase !== 'off') this.changes.set({ phase: 'off' });
    await Promise.all([this.replacing, stopped]);
  }

  nudge(reason: 'resumed' | 'network-changed'): void {
    this.way.nudge(reason);
  }

  refresh(): void {
    const choice = this.parts.choice();
    if (sameChoice(choice, this.choice)) {
      this.way.refresh();
      return;
    }
    this.choice = choice;
    this.replace(build(choice, this.parts));
  }

  report(publicBase: URL, proof: ReachProof): void {
    this.way.report(publicBase, proof);
  }

  private replace(way: TunnelWay): void {
    this.unfollow();
    const stopped = this.way.stop();
    this.way = way;
    this.unfollow = this.follow(way);
    if (this.localPort !== undefined) this.tellConnecting();
    this.replacing = Promise.all([this.replacing, stopped]).then(() => {
      this.replacing = undefined;
      if (this.localPort !== undefined) this.way.start(this.localPort);
    });
  }

  private tellConnecting(): void {
    this.changes.set({ phase: 'connecting', attempt: 1, sinceMs: this.parts.clock.wallMs() });
  }

  private follow(way: TunnelWay): Dispose {
    return way.changes.onChange((state) => this.changes.set(state));
  }
}

function build(choice: TunnelChoice, { version, clock, log, load }: ChosenTunnelParts): TunnelWay {
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
