import { WebSocket } from 'ws';
import type { Clock, ModelEvent } from '../ports';
import type { RealtimeClientEvent } from './wire';

/** More than this unsent and the service reads too slowly: newer audio is left out until it catches up. */
const MAX_UNSENT_BYTES = 64 * 1024;
const SLOW_FOR_MS = 10_000;

/** Writes frames to the model's socket, one write an event, with a bound on what may wait there. */
export class ModelSender {
  private slowSinceMs: number | null = null;

  constructor(
    private readonly socket: WebSocket | null,
    private readonly clock: Clock,
    private readonly emit: (event: ModelEvent) => void,
  ) {}

  /** One frame of caller audio; `payload` is base64 already, checked where it came in. */
  appendAudio(payload: string): void {
    const { socket } = this;
    if (socket === null || socket.readyState !== WebSocket.OPEN) return;
    if (socket.bufferedAmount > MAX_UNSENT_BYTES) {
      this.isSlow();
      return;
    }
    this.slowSinceMs = null;
    socket.send(`{"type":"input_audio_buffer.append","audio":"${payload}"}`);
  }

  send(event: RealtimeClientEvent): void {
    if (this.socket !== null && this.socket.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(event));
  }

  private isSlow(): void {
    const nowMs = this.clock.nowMs();
    if (this.slowSinceMs === null) {
      this.slowSinceMs = nowMs;
      this.emit({
        type: 'fault',
        fault: 'slow-reader',
        detail: 'The model service reads too slowly; audio is left out',
      });
    } else if (nowMs - this.slowSinceMs > SLOW_FOR_MS) {
      this.emit({ type: 'failed', failure: 'lost', detail: 'The model service reads too slowly' });
    }
  }
}
