import { describe, expect, it } from 'vitest';
import type { TunnelFault } from '../../shared/line/reach-failure';
import { faultOfCode, faultOfError, faultOfLoading, NGROK_CODES } from './ngrok-error';

/** Meaning of each number in ngrok's own documentation. */
const MEANT: readonly (readonly [string, TunnelFault])[] = [
  ['105', 'token-malformed'],
  ['107', 'token-refused'],
  ['4018', 'no-token'],
  ['123', 'email-not-verified'],
  ['382', 'email-not-verified'],
  ['103', 'account-suspended'],
  ['108', 'too-many-sessions'],
  ['120', 'library-too-old'],
  ['121', 'library-too-old'],
  ['334', 'address-in-use'],
  ['324', 'too-many-endpoints'],
  ['308', 'address-forbidden'],
  ['313', 'domain-needs-plan'],
  ['314', 'domain-needs-plan'],
  ['319', 'domain-not-reserved'],
  ['320', 'domain-of-another-account'],
  ['326', 'domain-malformed'],
  ['15013', 'no-dev-domain'],
  ['9009', 'proxy-needs-plan'],
  ['9040', 'network-blocked'],
  ['3200', 'endpoint-offline'],
  ['8012', 'port-not-reached'],
  ['3004', 'answer-not-http'],
  ['3202', 'circuit-broken'],
  ['3204', 'webhook-check-failed'],
  ['6024', 'browser-warning'],
  ['714', 'too-many-connections'],
  ['715', 'too-many-requests'],
  ['734', 'too-many-requests'],
  ['725', 'data-used-up'],
  ['726', 'connections-used-up'],
  ['727', 'requests-used-up'],
  ['728', 'http-connections-used-up'],
];

describe('an error of ngrok’s', () => {
  it.each(MEANT)('with code %s is %s, at connecting, at listening and at the edge', (number, fault) => {
    const vendorCode = `ERR_NGROK_${number}`;
    const said = { fault, vendorCode };
    expect(faultOfError(new Error(`failed to connect session: No.\nSee there. error_code: ${vendorCode}`))).toEqual(
      said,
    );
    expect(faultOfError(new Error(`failed to start listener: No. error_code: ${vendorCode}`))).toEqual(said);
    expect(faultOfCode(vendorCode)).toEqual(said);
  });

  it('is known in each of its codes', () => {
    expect([...NGROK_CODES].sort()).toEqual(MEANT.map(([number]) => number).sort());
  });

  it('keeps a code that is new to us, and never its text', () => {
    expect(faultOfError(new Error('secret words error_code: ERR_NGROK_7777'))).toEqual({
      fault: 'refused',
      vendorCode: 'ERR_NGROK_7777',
    });
  });

  it.each([
    ['failed to connect session: failed to establish tcp connection', 'network-down'],
    ['failed to connect session: tls handshake error', 'network-intercepted'],
    ['failed to connect session: failed to start ngrok session', 'session-lost'],
    ['failed to connect session: error reading rpc response', 'session-lost'],
    ['failed to start listener: failed to open muxado stream', 'session-lost'],
    ['something new', 'refused'],
  ])('without a code is told by the library’s own words: %s', (text, fault) => {
    expect(faultOfError(new Error(text))).toEqual({ fault });
  });

  it('may be anything', () => {
    expect(faultOfError(undefined)).toEqual({ fault: 'refused' });
    expect(faultOfError('failed to establish tcp connection')).toEqual({ fault: 'network-down' });
    expect(faultOfCode('HTTP 502')).toBeUndefined();
  });
});

describe('a library that does not load', () => {
  it.each([
    ['The specified module could not be found.\r\n\\\\?\\C:\\app\\ngrok.win32-x64-msvc.node', 'addon-needs-runtime'],
    ['The specified procedure could not be found.', 'addon-needs-runtime'],
    ["Cannot find module '@ngrok/ngrok-linux-x64-gnu'", 'addon-missing'],
    ['Unsupported architecture on Linux: ppc64', 'addon-missing'],
  ])('%j is %s', (message, fault) => {
    expect(faultOfLoading(new Error(message))).toEqual({ fault });
  });
});
