/**
 * A page's audio channel, as its transport provides it. The messages are defined in src/shared/audio/headset-wire.ts.
 */
export interface AudioChannel {
  /** Sends one message; does nothing once the channel is closed. Synchronous; must not throw. */
  send(message: string | Uint8Array): void;
  close(): void;
}

/** Receiver of a channel's messages. A message's bytes are valid only until the call returns. */
export interface AudioChannelListener {
  onMessage(message: string | Uint8Array): void;
  /** Called once, after the last message. */
  onClosed(): void;
}

/** Entry point for transports: takes each audio channel they have admitted. */
export interface AudioChannels {
  open(channel: AudioChannel): AudioChannelListener;
}
