/** Faults of the shared key with which an account may sign its requests; each has a row in docs/failures.md. */
export const SIGNING_FAULTS = ['no-shared-secret', 'wrong-shared-secret', 'unknown-algorithm'] as const;

export type SigningFault = (typeof SIGNING_FAULTS)[number];

interface SigningFaultLabels {
  readonly sentence: string;
  readonly remedy: string;
}

const LABELS: Readonly<Record<SigningFault, SigningFaultLabels>> = {
  'no-shared-secret': {
    sentence:
      'Twilio signs this account’s requests with a shared key, whose secret is not here: its calls are refused.',
    remedy:
      'Enter the secret under Settings, Keys, Twilio shared key; or have the rule for webhooks taken away at Twilio.',
  },
  'wrong-shared-secret': {
    sentence: 'A request signed with this account’s shared key does not fit the secret that is here, and was refused.',
    remedy: 'Enter the secret again under Settings, Keys, Twilio shared key: it may have been replaced at Twilio.',
  },
  'unknown-algorithm': {
    sentence:
      'Twilio signs this account’s requests in a way that this Switchboard does not know: its calls are refused.',
    remedy: 'Choose HMAC_SHA256 for the rule for webhooks at Twilio, or look for a newer Switchboard.',
  },
};

/** Sentence and remedy for a fault of signing. */
export function signingFaultLabels(fault: SigningFault): SigningFaultLabels {
  return LABELS[fault];
}
