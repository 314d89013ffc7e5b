interface StreamErrorLabels {
  readonly sentence: string;
  readonly remedy: string;
}

const ADDRESS = 'Look at Settings, Reach: is the tunnel up, and does the public address lead to this machine?';
const UPGRADE =
  'See whether the tunnel or proxy passes WebSocket upgrades on, with their path unchanged, and whether the Auth Token is right.';
const URL = 'Look at Settings, Reach: the public address must begin with https and name a host.';
const PROXY = 'See whether a proxy or a firewall between changes or cuts WebSockets; try another way to be reached.';
const REPORT = 'This is a fault of Switchboard’s. Please report it with the number.';

/** Meaning of Twilio's error numbers for a media stream, and what to do. */
const STREAM_ERROR_LABELS = {
  31900: { sentence: 'The phone’s stream failed for a reason Twilio does not name.', remedy: PROXY },
  31901: { sentence: 'Twilio could not connect to this machine in time.', remedy: ADDRESS },
  31902: { sentence: 'The public address refused Twilio’s connection.', remedy: ADDRESS },
  31903: {
    sentence: 'The phone’s connection to this machine broke off.',
    remedy: 'See whether this machine slept or changed its network, and whether the tunnel stayed up.',
  },
  31904: { sentence: 'The public address cannot be reached from the internet.', remedy: ADDRESS },
  31910: {
    sentence: 'Twilio does not trust the certificate of the public address.',
    remedy: 'Use a certificate of a known authority, with all certificates between.',
  },
  31920: { sentence: 'The public address did not accept the phone’s stream.', remedy: UPGRADE },
  31921: { sentence: 'The phone’s stream was closed with an error on this side.', remedy: PROXY },
  31922: { sentence: 'The address of the phone’s stream is not a secure one.', remedy: URL },
  31923: { sentence: 'The address of the phone’s stream is malformed.', remedy: URL },
  31924: { sentence: 'Twilio could not read the phone’s stream as a WebSocket.', remedy: PROXY },
  31930: {
    sentence: 'The caller’s sound could not be sent here fast enough, and some was lost.',
    remedy: 'See whether the network of this machine is fast enough: each call needs 160 kbit/s each way.',
  },
  31931: { sentence: 'More than ten minutes of sound waited for the phone, and some was thrown away.', remedy: REPORT },
  31941: { sentence: 'Twilio did not accept the kind of stream that was asked for.', remedy: REPORT },
  31950: { sentence: 'Twilio did not understand a message for the phone’s stream.', remedy: REPORT },
  31951: { sentence: 'Twilio did not understand a message for the phone’s stream.', remedy: REPORT },
} as const satisfies Readonly<Record<number, StreamErrorLabels>>;

/** Error numbers with a meaning of their own; each has a row in docs/failures.md. */
export const STREAM_ERRORS: readonly string[] = Object.keys(STREAM_ERROR_LABELS);

/** Sentence and remedy for a stream error, whatever its number. */
export function streamErrorLabels(code: number): StreamErrorLabels {
  const known: Readonly<Record<number, StreamErrorLabels>> = STREAM_ERROR_LABELS;
  return (
    known[code] ?? {
      sentence: 'The phone’s stream failed.',
      remedy: `Look the number up at twilio.com/docs/api/errors/${String(code)}.`,
    }
  );
}
