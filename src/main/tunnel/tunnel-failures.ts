import { problemLabels, type ProblemLabels } from '../../shared/line/line-problem';
import type { ReachFailure, TunnelFailure, TunnelFault } from '../../shared/line/reach-failure';
import type { TunnelState } from '../ports/ports-lines';

/** `soon`: retried automatically, with a back-off. `when-changed`: a retry changes nothing until a person has acted. */
export type Retry = 'soon' | 'when-changed';

interface Fault extends ProblemLabels {
  readonly retry: Retry;
}

const DASHBOARD = 'dashboard.ngrok.com';

const FAULTS: Readonly<Record<TunnelFault, Fault>> = {
  'addon-missing': {
    sentence: 'The part of Switchboard that speaks to ngrok is not installed, or not for this kind of machine.',
    remedy: 'Install Switchboard again, in the version for this machine, or use your own public URL.',
    retry: 'when-changed',
  },
  'addon-needs-runtime': {
    sentence: 'The part of Switchboard that speaks to ngrok needs the Microsoft Visual C++ runtime.',
    remedy: 'Install the newest Visual C++ Redistributable from Microsoft, then start Switchboard again.',
    retry: 'when-changed',
  },
  'no-token': {
    sentence: 'There is no ngrok authtoken to work with.',
    remedy: `Copy yours from ${DASHBOARD} into Settings, or enter your own public URL.`,
    retry: 'when-changed',
  },
  'token-malformed': {
    sentence: 'What was entered is not an ngrok authtoken.',
    remedy: `Copy the authtoken from ${DASHBOARD}, whole; an API key is something else.`,
    retry: 'when-changed',
  },
  'token-refused': {
    sentence: 'ngrok does not know the authtoken, or it was revoked.',
    remedy: `Copy a valid authtoken from ${DASHBOARD} into Settings.`,
    retry: 'when-changed',
  },
  'email-not-verified': {
    sentence: 'The e-mail address of the ngrok account is not verified yet.',
    remedy: `Verify it at ${DASHBOARD}, then try again.`,
    retry: 'when-changed',
  },
  'account-suspended': {
    sentence: 'The ngrok account is suspended.',
    remedy: `${DASHBOARD} says why; ngrok’s support can lift it.`,
    retry: 'when-changed',
  },
  'too-many-sessions': {
    sentence: 'The ngrok account has as many agents running as its plan allows.',
    remedy: 'Stop one on another machine. After a crash the lost one counts for half a minute more; this goes away.',
    retry: 'soon',
  },
  'library-too-old': {
    sentence: 'ngrok no longer accepts the version of its agent in this Switchboard.',
    remedy: 'Update Switchboard, or use your own public URL.',
    retry: 'when-changed',
  },
  'address-in-use': {
    sentence: 'The ngrok address is online already, elsewhere.',
    remedy: 'Stop the program that holds it. After a crash it stays so for half a minute; this goes away.',
    retry: 'soon',
  },
  'too-many-endpoints': {
    sentence: 'The ngrok account has as many addresses online as its plan allows.',
    remedy: `Close one of those listed at ${DASHBOARD}.`,
    retry: 'soon',
  },
  'address-forbidden': {
    sentence: 'The rules of the ngrok authtoken do not allow this address.',
    remedy: `Change the authtoken’s rules at ${DASHBOARD}, or the domain in Settings.`,
    retry: 'when-changed',
  },
  'domain-needs-plan': {
    sentence: 'A domain of one’s own choice is not in the plan of the ngrok account.',
    remedy: 'Leave the domain in Settings empty to use the one that came with the account.',
    retry: 'when-changed',
  },
  'domain-not-reserved': {
    sentence: 'The domain is not one of the ngrok account’s.',
    remedy: `Reserve it at ${DASHBOARD}, or leave the domain in Settings empty.`,
    retry: 'when-changed',
  },
  'domain-of-another-account': {
    sentence: 'The domain belongs to another ngrok account.',
    remedy: 'Use the authtoken of that account, or leave the domain in Settings empty.',
    retry: 'when-changed',
  },
  'domain-malformed': {
    sentence: 'The domain holds a character that a domain cannot have.',
    remedy: 'Enter it in Settings as name.ngrok.app, without https:// and without a path.',
    retry: 'when-changed',
  },
  'no-dev-domain': {
    sentence: 'The ngrok account has no domain yet.',
    remedy: `Open Domains at ${DASHBOARD} once to be given one, then try again.`,
    retry: 'when-changed',
  },
  'proxy-needs-plan': {
    sentence: 'A connection through an HTTP proxy is not in the plan of the ngrok account.',
    remedy: 'Connect this machine without the proxy, or use your own public URL.',
    retry: 'when-changed',
  },
  'network-blocked': {
    sentence: 'ngrok does not serve the network that this machine is on.',
    remedy: 'Leave the VPN or the anonymous network, or use your own public URL.',
    retry: 'soon',
  },
  refused: {
    sentence: 'ngrok refused the tunnel.',
    remedy: 'Look the code up at ngrok.com/docs/errors.',
    retry: 'soon',
  },
  'endpoint-offline': {
    sentence: 'ngrok says that the address is offline.',
    remedy: 'Switchboard builds the tunnel anew by itself.',
    retry: 'soon',
  },
  'port-not-reached': {
    sentence: 'The tunnel stands, but does not reach Switchboard’s port on this machine.',
    remedy: 'A firewall or a security program may stand between. If it stays, restart Switchboard.',
    retry: 'soon',
  },
  'answer-not-http': {
    sentence: 'ngrok did not understand the answer of this machine.',
    remedy: 'Another program may have Switchboard’s port: restart Switchboard.',
    retry: 'soon',
  },
  'circuit-broken': {
    sentence: 'ngrok holds requests back because too many of them failed.',
    remedy: `Remove the circuit breaker from the address’s traffic policy at ${DASHBOARD}.`,
    retry: 'soon',
  },
  'webhook-check-failed': {
    sentence: 'A webhook check at ngrok turns requests away. Switchboard checks Twilio’s signature itself.',
    remedy: `Remove the webhook check from the address’s traffic policy at ${DASHBOARD}.`,
    retry: 'soon',
  },
  'browser-warning': {
    sentence: 'ngrok showed its warning page for browsers instead of leading here.',
    remedy: 'Twilio is not shown that page. If checks keep failing, look at the traffic policy of the address.',
    retry: 'soon',
  },
  'too-many-connections': {
    sentence: 'The ngrok plan allows no more connections at one time.',
    remedy: 'End calls, or choose a larger ngrok plan.',
    retry: 'soon',
  },
  'too-many-requests': {
    sentence: 'ngrok had too many requests for this address in a minute.',
    remedy: 'It takes requests again within a minute. If it comes back, choose a larger ngrok plan.',
    retry: 'soon',
  },
  'data-used-up': {
    sentence: 'The ngrok account has used up this month’s data: no call comes through.',
    remedy: 'Choose a larger ngrok plan, or use your own public URL.',
    retry: 'soon',
  },
  'connections-used-up': {
    sentence: 'The ngrok account has used up this month’s TCP connections: no call comes through.',
    remedy: 'Choose a larger ngrok plan, or use your own public URL.',
    retry: 'soon',
  },
  'requests-used-up': {
    sentence: 'The ngrok account has used up this month’s requests: no call comes through.',
    remedy: 'Choose a larger ngrok plan, or use your own public URL.',
    retry: 'soon',
  },
  'http-connections-used-up': {
    sentence: 'The ngrok account has used up this month’s HTTP connections: no call comes through.',
    remedy: 'Choose a larger ngrok plan, or use your own public URL.',
    retry: 'soon',
  },
  'network-down': {
    sentence: 'ngrok could not be reached.',
    remedy: 'Check the network connection of this machine, and whether its firewall lets connect.ngrok-agent.com pass.',
    retry: 'soon',
  },
  'network-intercepted': {
    sentence: 'Something on the network answers in ngrok’s place.',
    remedy: 'A sign-in page, a proxy or a firewall that opens TLS stands between: sign in, or have it let ngrok pass.',
    retry: 'soon',
  },
  'timed-out': {
    sentence: 'ngrok did not answer in time.',
    remedy: 'Check the network connection of this machine and status.ngrok.com.',
    retry: 'soon',
  },
  'session-lost': {
    sentence: 'The connection to ngrok broke.',
    remedy: 'Check the network connection of this machine and status.ngrok.com.',
    retry: 'soon',
  },
  'address-not-understood': {
    sentence: 'ngrok gave an address that Twilio cannot call.',
    remedy: 'Enter one of your ngrok domains in Settings.',
    retry: 'soon',
  },
};

/** Retry policy for a fault of the tunnel itself. */
export function retryAfter(fault: TunnelFault): Retry {
  return FAULTS[fault].retry;
}

/** Sentence and remedy of a failure, in plain words. */
export function tunnelFailureLabels(failure: TunnelFailure): ProblemLabels {
  if (isPublic(failure)) return problemLabels(failure);
  const { sentence, remedy } = FAULTS[failure];
  return { sentence, remedy };
}

/** A failing state of the tunnel. */
export function failing(
  code: TunnelFailure,
  facts: { readonly vendorCode?: string | undefined; readonly retryAtMs?: number; readonly publicBase?: URL } = {},
): TunnelState {
  const { vendorCode, retryAtMs, publicBase } = facts;
  return {
    phase: 'failing',
    code,
    ...tunnelFailureLabels(code),
    ...(vendorCode !== undefined && { vendorCode }),
    ...(retryAtMs !== undefined && { retryAtMs }),
    ...(publicBase !== undefined && { publicBase }),
  };
}

function isPublic(failure: TunnelFailure): failure is `public-${ReachFailure}` {
  return failure.startsWith('public-');
}
