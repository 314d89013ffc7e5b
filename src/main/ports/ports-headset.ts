/** One page's audio channel, as its transport has it. Messages: src/shared/audio/headset-wire.ts. */
export interface AudioChannel {
  /** Synchronous; must not throw. Nothing is sent on a channel that is closed. */
  send(message: string | Uint8Array): void;
  close(): void;
}

/** What a channel's transport tells. Bytes may be used until the call returns. */
export interface AudioChannelListener {
  onMessage(message: string | Uint8Array): void;
  /** Once, last. */
  onClosed(): void;
}

/** Where transports bring the audio channels they have let in. */
export interface AudioChannels {
  open(channel: AudioChannel): AudioChannelListener;
}
