import type { Refusal } from '../../client/refusals/refusals';
import type { HeadsetEngine } from '../engine';
import { NoMicrophone, type MicrophoneLoss, type MicrophoneRefusal, type OpenMicrophone } from './microphone';

/** Purpose the microphone is open for. It stays open as long as one of these lasts, and not a moment longer. */
export type MicrophoneUse = 'live' | 'practice' | 'dictation' | 'test';

/** State of the microphone. `asking`: the system may be asking the user. `lost`: it was open, and is still wanted. */
export type MicrophoneState = 'off' | 'asking' | 'open' | MicrophoneRefusal | 'lost';

interface MicrophoneControlParts {
  readonly engine: Pick<HeadsetEngine, 'openMicrophone'>;
  readonly deviceId: () => string;
  /** Returns true while the operator's speech is sent anywhere. */
  readonly isGateOpen: () => boolean;
  readonly onState: (state: MicrophoneState) => void;
  readonly onLevel: (level: number) => void;
  readonly onFrame: (frame: Uint8Array) => void;
  /** Called with the reason when the microphone is lost, and with null when it is back. */
  readonly onLoss: (loss: MicrophoneLoss | null) => void;
}

/** The page's one microphone, open for as long as something uses it. */
export class MicrophoneControl {
  private readonly uses = new Set<MicrophoneUse>();
  private microphone: OpenMicrophone | null = null;
  private opening: Promise<MicrophoneRefusal | null> | null = null;

  constructor(private readonly parts: MicrophoneControlParts) {}

  /** Opens the microphone for a use; resolves to the refusal, or null. The use must `end` even if it was refused. */
  async begin(use: MicrophoneUse): Promise<MicrophoneRefusal | null> {
    this.uses.add(use);
    if (this.microphone !== null) return null;
    this.opening ??= this.open().finally(() => (this.opening = null));
    return this.opening;
  }

  end(use: MicrophoneUse): void {
    this.uses.delete(use);
    if (this.uses.size > 0) return;
    this.shut();
    this.parts.onState('off');
  }

  /** Reopens the microphone, as after a change of device or a loss. Does nothing while nobody uses it. */
  async renew(): Promise<MicrophoneRefusal | null> {
    if (this.uses.size === 0) return null;
    await this.opening;
    this.shut();
    this.opening ??= this.open().finally(() => (this.opening = null));
    return this.opening;
  }

  /** Updates the microphone's gate from `isGateOpen`. */
  setGate(): void {
    this.microphone?.setGate(this.parts.isGateOpen());
  }

  private async open(): Promise<MicrophoneRefusal | null> {
    const { parts } = this;
    parts.onState('asking');
    let opened: OpenMicrophone | null = null;
    try {
      opened = await parts.engine.openMicrophone(parts.deviceId(), {
        onReport: ({ level, frame }) => {
          if (this.microphone !== opened) return;
          parts.onLevel(level);
          if (frame !== null) parts.onFrame(frame);
        },
        onLoss: (loss) => {
          if (this.microphone === opened) this.onLoss(loss);
        },
      });
    } catch (error) {
      const refusal = error instanceof NoMicrophone ? error.refusal : 'busy';
      parts.onState(this.uses.size === 0 ? 'off' : refusal);
      return refusal;
    }
    if (this.uses.size === 0) {
      opened.close();
      parts.onState('off');
      return null;
    }
    this.microphone = opened;
    this.setGate();
    parts.onState('open');
    return null;
  }

  /** Closes a device that is gone, and keeps one that the system has silenced, because its sound may return. */
  private onLoss(loss: MicrophoneLoss | null): void {
    if (loss === 'device-lost' || loss === 'permission-lost') this.shut();
    this.parts.onState(loss === null ? 'open' : 'lost');
    this.parts.onLoss(loss);
  }

  private shut(): void {
    this.microphone?.close();
    this.microphone = null;
    this.parts.onLevel(0);
  }
}

/** Explanations of a missing microphone, each with what to do about it. */
export const MICROPHONE_WORDS: Readonly<Record<Exclude<MicrophoneState, 'off' | 'asking' | 'open'>, Refusal>> = {
  denied: {
    sentence: 'Switchboard may not use the microphone.',
    remedy: 'Allow it in the system’s privacy settings, or beside the address in a browser, then try again.',
  },
  missing: {
    sentence: 'The chosen microphone is not connected.',
    remedy: 'Connect it, or choose another one.',
  },
  busy: {
    sentence: 'The microphone could not be opened.',
    remedy: 'Another program may be holding it. Close that, or choose another microphone.',
  },
  lost: {
    sentence: 'The microphone is gone.',
    remedy: 'Connect it again, or choose another one, then try again.',
  },
};

/** Joins sentence and remedy in one line, for a toast. */
export function refusalLine({ sentence, remedy }: Refusal): string {
  return `${sentence} ${remedy}`;
}
