/**
 * Problems of a line: it is not live, not working as it should, or not put back as it was. Each has a paragraph in
 * docs/failures.md.
 */
export const LINE_PROBLEMS = [
  'no-keys',
  'keys-refused',
  'account-not-active',
  'not-permitted',
  'too-many-requests',
  'carrier-unreachable',
  'carrier-timed-out',
  'carrier-not-understood',
  'carrier-refused',
  'address-refused',
  'no-such-number',
  'cannot-answer',
  'application-answers',
  'trunk-answers',
  'not-listening',
  'no-public-address',
  'public-unknown-host',
  'public-nobody-listens',
  'public-not-trusted',
  'public-timed-out',
  'public-other-answer',
  'public-tunnel-error',
  'public-no-connection',
  'cannot-save',
  'not-verified',
  'changed-elsewhere',
  'not-put-back',
  'edit-kept',
  'saved-routing-lost',
  'cancelled',
  'stopping',
  'unexpected',
] as const;

export type LineProblem = (typeof LINE_PROBLEMS)[number];

/** Sentence and remedy for a person. */
export interface ProblemLabels {
  readonly sentence: string;
  readonly remedy: string;
}

const LABELS: Readonly<Record<LineProblem, ProblemLabels>> = {
  'no-keys': {
    sentence: 'There is no Twilio Account SID and Auth Token to work with.',
    remedy: 'Enter both in Settings.',
  },
  'keys-refused': {
    sentence: 'Twilio refused the Account SID and Auth Token.',
    remedy:
      'Copy both again from the Twilio console, live credentials of the same region; test credentials do not work.',
  },
  'account-not-active': {
    sentence: 'The Twilio account is suspended or closed.',
    remedy: 'Open the Twilio console to see what the account needs.',
  },
  'not-permitted': {
    sentence: 'The Twilio account may not do this.',
    remedy: 'Use the Auth Token of the account that owns the number.',
  },
  'too-many-requests': {
    sentence: 'Twilio received too many requests from this account.',
    remedy: 'Wait a minute and try again.',
  },
  'carrier-unreachable': {
    sentence: 'Twilio could not be reached.',
    remedy: 'Check the network connection and status.twilio.com, then try again.',
  },
  'carrier-timed-out': {
    sentence: 'Twilio did not answer in time.',
    remedy: 'Check the network connection and status.twilio.com, then try again.',
  },
  'carrier-not-understood': {
    sentence: 'The answer to a request to Twilio was not one of Twilio’s.',
    remedy: 'A proxy or a sign-in page of the network may be in the way: check it, then try again.',
  },
  'carrier-refused': {
    sentence: 'Twilio refused the change.',
    remedy: 'Look the code up in Twilio’s error dictionary.',
  },
  'address-refused': {
    sentence: 'Twilio does not accept the address as a webhook.',
    remedy: 'Check the public URL and the fallback URL: both must be addresses anybody can reach.',
  },
  'no-such-number': {
    sentence: 'The Twilio account has no such number.',
    remedy: 'Check the number, and whether it belongs to another account or subaccount.',
  },
  'cannot-answer': {
    sentence: 'The number cannot answer voice calls.',
    remedy: 'Choose a number with voice, and set it to receive voice rather than fax in the Twilio console.',
  },
  'application-answers': {
    sentence: 'A TwiML app answers this number, whatever its webhook says.',
    remedy: 'Go live and allow it to be replaced meanwhile; the app is put back when you go off.',
  },
  'trunk-answers': {
    sentence: 'A SIP trunk answers this number, whatever its webhook says.',
    remedy: 'Go live and allow it to be replaced meanwhile; the trunk is put back when you go off.',
  },
  'not-listening': {
    sentence: 'Switchboard is not listening for calls on this machine.',
    remedy: 'Restart Switchboard. If it stays, another program may have its port.',
  },
  'no-public-address': {
    sentence: 'There is no tunnel and no public URL, so Twilio cannot reach this machine.',
    remedy: 'Check the tunnel in the top bar, or enter your own public URL in Settings.',
  },
  'public-unknown-host': {
    sentence: 'The name of the public URL is not known to the internet.',
    remedy: 'Check its spelling. A new name can take some minutes to be known everywhere.',
  },
  'public-nobody-listens': {
    sentence: 'Nothing answers at the public URL.',
    remedy: 'Check that your proxy or tunnel is running and leads to this machine.',
  },
  'public-not-trusted': {
    sentence: 'The certificate of the public URL is not one that Twilio would trust.',
    remedy: 'Use a certificate of a public authority, valid for this name and today.',
  },
  'public-timed-out': {
    sentence: 'The public URL did not answer in time.',
    remedy: 'Check the network connection of this machine and of the proxy or tunnel.',
  },
  'public-other-answer': {
    sentence: 'Something other than this Switchboard answered at the public URL.',
    remedy:
      'Check that the public URL leads to this machine and keeps its path, and that no other Switchboard uses it.',
  },
  'public-tunnel-error': {
    sentence: 'The tunnel answered with an error instead of leading here.',
    remedy: 'Look the code up at ngrok.com/docs/errors, or restart the tunnel.',
  },
  'public-no-connection': {
    sentence: 'The connection to the public URL broke.',
    remedy: 'Check the network connection of this machine and of the proxy or tunnel.',
  },
  'cannot-save': {
    sentence: 'Where the number points today could not be written to disk, so it was left alone.',
    remedy: 'Check that the data folder can be written and the disk has room.',
  },
  'not-verified': {
    sentence: 'Read back, the number does not point here.',
    remedy: 'Somebody or something else may be changing it: look at it in the Twilio console, then try again.',
  },
  'changed-elsewhere': {
    sentence: 'Somebody pointed the number elsewhere while it was live.',
    remedy: 'Go live again to take it back, or go off to leave it so.',
  },
  'not-put-back': {
    sentence: 'The number still points here: putting it back failed.',
    remedy: 'Switchboard keeps trying while it runs, and at its next start.',
  },
  'edit-kept': {
    sentence: 'Somebody changed the number while it was live; their change was kept.',
    remedy: 'Check in the Twilio console that its calls go where you want them.',
  },
  'saved-routing-lost': {
    sentence: 'The note of where the number pointed before was damaged, so it could not be put back.',
    remedy: 'Set the number in the Twilio console. The damaged note is kept in the data folder.',
  },
  cancelled: {
    sentence: 'Going live was cancelled.',
    remedy: 'Nothing is left behind; go live again when you want.',
  },
  stopping: {
    sentence: 'Switchboard is being quit.',
    remedy: 'Start it again to go live.',
  },
  unexpected: {
    sentence: 'Something went wrong that Switchboard did not foresee.',
    remedy: 'Try again; the log names it.',
  },
};

/** Sentence and remedy for a problem of a line. */
export function problemLabels(problem: LineProblem): ProblemLabels {
  return LABELS[problem];
}
