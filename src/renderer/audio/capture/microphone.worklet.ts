import { MicrophoneFramer } from './microphone-framer';
import { MICROPHONE, type MicrophoneMessage } from '../worklet-messages';

/**
 * Worklet processor of the microphone: takes samples at the device's rate, posts frames and levels. Its output stays
 * silent.
 */
class Microphone extends AudioWorkletProcessor {
  private isOpen = true;
  private readonly framer = new MicrophoneFramer(sampleRate, (report) => {
    this.port.postMessage(report, report.frame === null ? [] : [report.frame.buffer]);
  });

  constructor() {
    super();
    this.port.onmessage = ({ data }: MessageEvent<MicrophoneMessage>) => {
      if (data.type === 'gate') this.framer.isOpen = data.open;
      else this.isOpen = false;
    };
  }

  process([input]: readonly (readonly Float32Array[])[]): boolean {
    const [channel] = input ?? [];
    if (channel !== undefined) this.framer.push(channel);
    return this.isOpen;
  }
}

registerProcessor(MICROPHONE, Microphone);
