import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { implement } from '@orpc/server';
import { RPCHandler } from '@orpc/server/message-port';
import { contract } from '../../../shared/contract/contract';
import type { Verdict } from '../../../shared/contract/failures';
import type { PracticeRefusal } from '../../../shared/contract/practice-contract';
import { createApi } from '../../client/run';
import type { Connection, ConsoleClient } from '../../client/transport';
import { NoMicrophone, type MicrophoneEvents, type MicrophoneRefusal } from '../capture/microphone';
import type { Devices, HeadsetEngine } from '../engine';
import type { Mix } from '../worklet-messages';
import { HeadsetStore } from './headset-store';

/** Fake main process that knows headsets: the contract over one real MessagePort, audio over another. */
export class HeadsetMain {
  /** Requests received, in words. */
  readonly asked: string[] = [];
  /** Messages received on the audio channel: names as text, frames as their kind and first byte. */
  readonly received: (string | readonly [number, number])[] = [];
  refusal: Extract<Verdict, { ok: false }>['code'] | null = null;
  practiceRefusal: PracticeRefusal | null = null;
  text = 'Offer a refund.';
  /** False for a main process that takes the audio port and says nothing. */
  answersAudio = true;
  private audio: MessagePort | null = null;

  readonly open = (): Connection => {
    const rpc = new MessageChannel();
    const audio = new MessageChannel();
    new RPCHandler(this.router()).upgrade(rpc.port1);
    rpc.port1.start();
    this.audio = audio.port1;
    audio.port1.onmessage = ({ data }: MessageEvent<string | Uint8Array>) => this.hear(data);
    const client: ConsoleClient = createORPCClient(new RPCLink({ port: rpc.port2 }));
    rpc.port2.start();
    const closed = new Promise<void>((resolve) => audio.port2.addEventListener('close', () => resolve()));
    const close = (): void => {
      for (const port of [rpc.port1, rpc.port2, audio.port1, audio.port2]) port.close();
    };
    return {
      client,
      closed,
      close,
      openAudio: async (onMessage) => {
        audio.port2.onmessage = ({ data }: MessageEvent<string | Uint8Array>) => onMessage(data);
        return { send: (message) => audio.port2.postMessage(message), closed, close };
      },
    };
  };

  /** Sends the page the id of a call, empty for none, or a frame. */
  say(message: string | Uint8Array): void {
    this.audio?.postMessage(message);
  }

  /** Closes the audio channel alone. */
  hangUp(): void {
    this.audio?.close();
  }

  private hear(data: string | Uint8Array): void {
    this.received.push(typeof data === 'string' ? data : [data[0] ?? -1, data[1] ?? -1]);
    if (typeof data === 'string' && this.answersAudio) this.say('');
  }

  private verdict(what: string): Verdict {
    this.asked.push(what);
    return this.refusal === null ? { ok: true } : { ok: false, code: this.refusal };
  }

  private router() {
    const main = implement(contract);
    return {
      operator: {
        listen: main.operator.listen.handler(({ input }) => {
          const verdict = this.verdict(`listen ${String(input.callId)}`);
          if (verdict.ok) this.say(input.callId ?? '');
          return verdict;
        }),
        takeOver: main.operator.takeOver.handler(({ input }) =>
          this.verdict(`take over ${input.callId} ${input.microphone}`),
        ),
        muteMyself: main.operator.muteMyself.handler(({ input }) => this.verdict(`mute ${String(input.muted)}`)),
        microphoneLost: main.operator.microphoneLost.handler(({ input }) => this.verdict(`lost ${String(input.loss)}`)),
      },
      practice: {
        call: main.practice.call.handler(({ input }) => {
          this.asked.push(`practise ${input.agentId}`);
          if (this.practiceRefusal !== null) return { ok: false, code: this.practiceRefusal, problems: [] };
          return { ok: true, callId: 'call_practice', model: 'simulated' };
        }),
        hangUp: main.practice.hangUp.handler(() => void this.asked.push('hang up')),
      },
      dictation: {
        begin: main.dictation.begin.handler(({ input }) => this.verdict(`begin ${input.language}`)),
        finish: main.dictation.finish.handler(() => {
          const verdict = this.verdict('finish');
          return verdict.ok ? { ok: true as const, text: this.text } : verdict;
        }),
        cancel: main.dictation.cancel.handler(() => this.verdict('cancel')),
      },
    };
  }
}

/** Fake audio engine: it records what it was told, and its microphone gives the sound the test asks for. */
export class ScriptedEngine implements HeadsetEngine {
  readonly done: string[] = [];
  mix: Mix | null = null;
  microphoneRefusal: MicrophoneRefusal | null = null;
  hasNoSound = false;
  devices: Devices = { microphones: [], speakers: [], named: false };
  /** Number of microphones open now. */
  open = 0;
  private gate = false;
  private events: MicrophoneEvents | null = null;
  private onDevices: () => void = () => undefined;

  readonly playback: HeadsetEngine['playback'] = {
    start: async () => {
      if (this.hasNoSound) throw new Error('no sound');
      this.done.push('start');
    },
    stop: () => void this.done.push('stop'),
    hear: (message) => void this.done.push(`hear ${String(message[4])}`),
    forget: () => void this.done.push('forget'),
    setMix: (mix) => void (this.mix = mix),
  };

  readonly sound: HeadsetEngine['sound'] = {
    choose: async (id) => {
      this.done.push(`speaker ${id}`);
      return true;
    },
    wake: () => void this.done.push('wake'),
  };

  readonly openMicrophone: HeadsetEngine['openMicrophone'] = async (deviceId, events) => {
    if (this.microphoneRefusal !== null) throw new NoMicrophone(this.microphoneRefusal);
    this.done.push(`microphone ${deviceId}`);
    this.open += 1;
    this.events = events;
    let isClosed = false;
    return {
      setGate: (open) => void (this.gate = open),
      close: () => {
        if (!isClosed) this.open -= 1;
        isClosed = true;
      },
    };
  };

  async playTone(volume: number): Promise<void> {
    this.done.push(`tone ${String(volume)}`);
  }

  async listDevices(): Promise<Devices> {
    return this.devices;
  }

  onDevicesChanged(listener: () => void): void {
    this.onDevices = listener;
  }

  plug(devices: Devices): void {
    this.devices = devices;
    this.onDevices();
  }

  /** Feeds the microphone 20 ms of sound, which leave as a frame while the gate is open. */
  speak(byte: number): void {
    this.events?.onReport({ level: 0.5, frame: this.gate ? new Uint8Array(160).fill(byte) : null });
  }

  lose(loss: Parameters<MicrophoneEvents['onLoss']>[0]): void {
    this.events?.onLoss(loss);
  }
}

/** Creates a headset on a scripted engine, with a main process of its own. Timers run when the test says so. */
export function createHeadset(kept: Record<string, string> = {}) {
  const main = new HeadsetMain();
  const engine = new ScriptedEngine();
  const timers: { readonly delayMs: number; readonly run: () => void }[] = [];
  let connection: Connection | null = null;
  const store = new HeadsetStore({
    headsetId: 'headset-1',
    consoleId: 'console-1',
    createEngine: () => engine,
    api: createApi(() => connection?.client ?? null),
    after: (delayMs, run) => {
      const timer = { delayMs, run };
      timers.push(timer);
      return () => undefined;
    },
    memory: { getItem: (key) => kept[key] ?? null, setItem: (key, value) => void (kept[key] = value) },
    language: 'en',
  });
  return {
    main,
    engine,
    store,
    kept,
    view: () => store.get(),
    connect: (): Connection => {
      connection = main.open();
      store.line.setConnection(connection);
      return connection;
    },
    disconnect: (): void => {
      connection?.close();
      connection = null;
      store.line.setConnection(null);
    },
    /** Runs the waiting timers of that delay. */
    pass: (delayMs: number): void => {
      for (const timer of timers.splice(0)) {
        if (timer.delayMs === delayMs) timer.run();
        else timers.push(timer);
      }
    },
  };
}
