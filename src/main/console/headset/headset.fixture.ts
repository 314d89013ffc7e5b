import { FRAME_BYTES } from '../../../shared/audio/headset-wire';
import type { AudioChannel } from '../../ports/ports-headset';
import type { Calls, Headset, OperatorControl, Transcriber, TranscriberListener } from '../../ports/ports-operator';
import { ManualClock } from '../../ports/manual-clock.fixture';
import { createKeptCalls, createKeptLog, createMemoryJournal } from '../console.fixture';
import { createConsoleProjection } from '../feed/console-projection';
import { OpenHeadsets } from './headsets';

/** A frame with every byte equal to `byte`. */
export function frameOf(byte: number): Uint8Array {
  return new Uint8Array(FRAME_BYTES).fill(byte);
}

/** A channel that stores what was sent on it. */
export function createKeptChannel(): AudioChannel & { readonly sent: (string | Uint8Array)[]; isClosed: boolean } {
  const sent: (string | Uint8Array)[] = [];
  const channel = {
    sent,
    isClosed: false,
    send: (message: string | Uint8Array) => void sent.push(message),
    close: () => void (channel.isClosed = true),
  };
  return channel;
}

/** Calls that can be listened and spoken to, and a scripted transcriber. The call `over` is over. */
export function createListenedCalls() {
  const clock = new ManualClock();
  const { log, codes, facts } = createKeptLog();
  const journal = createMemoryJournal();
  const listeners = new Map<string, Headset[]>();
  const done: unknown[][] = [];
  const spoken: { readonly callId: string; readonly headsetId: string; readonly frame: Uint8Array }[] = [];
  const legs: {
    readonly language: string;
    readonly heard: string[];
    readonly listener: TranscriberListener;
    isClosed: boolean;
    isFinishing: boolean;
  }[] = [];
  const transcriber: Transcriber = {
    open: (language, listener) => {
      const leg = { language, heard: [] as string[], listener, isClosed: false, isFinishing: false };
      legs.push(leg);
      return {
        appendAudio: (payload) => void leg.heard.push(payload),
        finish: () => void (leg.isFinishing = true),
        close: () => void (leg.isClosed = true),
      };
    },
  };
  const { calls } = createKeptCalls();
  function listened(callId: string): ReturnType<Calls['find']> {
    const call = calls.find(callId);
    if (typeof call === 'string') return call;
    const operator: OperatorControl = {
      ...call.operator,
      listen: (headset) => {
        listeners.set(callId, [...(listeners.get(callId) ?? []), headset]);
        return () => {
          listeners.set(
            callId,
            (listeners.get(callId) ?? []).filter((each) => each !== headset),
          );
        };
      },
      takeOver: (headsetId, microphone) => void done.push(['takeOver', callId, headsetId, microphone]),
      speak: (headsetId, frame) => void spoken.push({ callId, headsetId, frame: frame.slice() }),
      lost: (headsetId, loss) => void done.push(['operatorLost', callId, headsetId, loss]),
    };
    return { ...call, operator };
  }
  const headsets = new OpenHeadsets({
    transcriber,
    projection: createConsoleProjection(journal, []),
    clock,
    log,
    calls: { find: (callId) => (callId === 'over' ? 'call-over' : listened(callId)) },
  });
  return {
    headsets,
    clock,
    journal,
    codes,
    facts,
    done,
    spoken,
    legs,
    listenersOf: (callId: string): readonly Headset[] => listeners.get(callId) ?? [],
    /** Plays 20 ms of both sides of a call: every byte of the caller's frame is `byte`. */
    sound: (callId: string, byte: number): void => {
      for (const headset of listeners.get(callId) ?? []) headset.hear(frameOf(byte), frameOf(byte ^ 0xff));
    },
    /** Opens a page whose headset has that name. */
    open: (name: string) => {
      const channel = createKeptChannel();
      const listener = headsets.open(channel);
      listener.onMessage(name);
      return { channel, listener };
    },
  };
}
