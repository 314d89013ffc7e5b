import { startProduct, type Product, type ProductScript, type ReceivedStream } from './product.fixture';
import type { SimulatedCall } from './simulated-call';
import {
  startTwilioSimulator,
  type DialOptions,
  type TwilioSimulator,
  type TwilioSimulatorOptions,
} from './twilio-simulator';

const CALLER = '+12125550187';
const LINE = '+14155550134';

/** A simulated Twilio in front of a product, with one number between them. */
export interface Rig {
  readonly simulator: TwilioSimulator;
  readonly product: Product;
  readonly dial: (options?: Partial<DialOptions>) => SimulatedCall;
  readonly close: () => Promise<void>;
}

/** Options that differ from the defaults. */
export interface RigOptions extends Partial<Omit<ProductScript, 'authToken'>> {
  readonly simulator?: TwilioSimulatorOptions;
  /** Voice URL of the number, given the product's own URL; `/voice` on it by default. */
  readonly voiceUrl?: (productUrl: string) => string;
  readonly fallbackUrl?: (productUrl: string) => string;
}

/** TwiML that connects a stream to `path` on this product and then runs `after`. */
export function connectTo(webhook: { headers: { host?: string | undefined } }, path: string, after = ''): string {
  const url = `ws://${webhook.headers.host}${path}`;
  return `<Response><Connect><Stream url="${url}"/></Connect>${after}</Response>`;
}

/** Starts both; by default every call is connected to `/media`. */
export async function startRig(options: RigOptions = {}): Promise<Rig> {
  const simulator = await startTwilioSimulator({ numbers: [{ phoneNumber: LINE }], ...options.simulator });
  const product = await startProduct({
    authToken: simulator.account.authToken,
    reply: (webhook) => (webhook.path === '/voice' ? connectTo(webhook, '/media') : '<Response/>'),
    ...options,
  });
  const number = simulator.numbers.get(LINE);
  if (number) {
    number.voice_url = options.voiceUrl?.(product.url) ?? `${product.url}/voice`;
    number.status_callback = `${product.url}/status`;
    if (options.fallbackUrl) number.voice_fallback_url = options.fallbackUrl(product.url);
  }
  return {
    simulator,
    product,
    dial: (dialOptions) => simulator.dial({ from: CALLER, to: LINE, ...dialOptions }),
    close: async () => {
      await simulator.close();
      await product.close();
    },
  };
}

/** Waits for the call's first stream and returns the product's end of it. */
export async function firstStream(rig: Rig, call: SimulatedCall): Promise<ReceivedStream> {
  await call.untilStreaming();
  const stream = rig.product.streams.at(-1);
  if (!stream) throw new Error('The product saw no stream');
  await stream.until(({ event }) => event === 'start');
  return stream;
}

/** A `media` message to the caller: `ms` of one audible µ-law value. */
export function audioMessage(stream: ReceivedStream, ms: number, value = 0x10): unknown {
  const payload = Buffer.alloc(ms * 8, value).toString('base64');
  return { event: 'media', streamSid: stream.streamSid(), media: { payload } };
}

/** A `mark` message to the caller. */
export function markMessage(stream: ReceivedStream, name: string): unknown {
  return { event: 'mark', streamSid: stream.streamSid(), mark: { name } };
}
