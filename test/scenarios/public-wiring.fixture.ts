import { connect, type Socket } from 'node:net';
import twilio from 'twilio';
import type { CallerLeg, Clock, Exchange } from '../../src/main/ports/ports';
import {
  startPublicListener,
  type PublicListener,
  type PublicListenerParts,
} from '../../src/main/server/public/public-listener';
import type { LegReports } from '../../src/main/ports/ports-transfer';
import { createTwilioWebhooks } from '../../src/main/twilio/webhooks/twilio-webhooks';
import { LegTokens } from '../../src/main/twilio/webhooks/leg-tokens';

export const ACCOUNT = 'AC0123456789abcdef0123456789abcdef';
export const TOKEN = 'canary-0123456789abcdef0123456789';
export const BASE = new URL('https://demo.example/phone');

/** A public listener with a record of every change: rings, ends and attached streams, in order. */
export interface PublicRig {
  readonly listener: PublicListener;
  readonly changes: string[];
  readonly logged: string[];
  readonly legs: CallerLeg[];
  readonly tokens: LegTokens;
  /** Faults of signing as they were told. */
  readonly signing: string[];
  keys: { readonly accountSid: string; readonly authToken: string; readonly sharedSecret?: string } | undefined;
  base: URL | undefined;
}

/** Opens the public listener with Twilio's webhooks behind it and an exchange that admits and records everybody. */
export async function openListener(
  clock: Clock,
  limits: NonNullable<PublicListenerParts['limits']> = {},
): Promise<PublicRig> {
  const changes: string[] = [];
  const logged: string[] = [];
  const legs: CallerLeg[] = [];
  const keep = (code: string, facts?: object): void => void logged.push(`${code} ${JSON.stringify(facts)}`);
  const log = { info: keep, warn: keep, error: keep };
  const calls = new Map<string, string>();
  const exchange: Exchange = {
    ring({ carrierCallId }) {
      const callId = calls.get(carrierCallId) ?? `call-${calls.size + 1}`;
      if (!calls.has(carrierCallId)) changes.push(`rang ${carrierCallId}`);
      calls.set(carrierCallId, callId);
      return { admitted: true, callId };
    },
    callerReturns: (carrierCallId) => calls.get(carrierCallId),
    attachCaller(callId, leg, isBack = false) {
      changes.push(`${isBack ? 'back on' : 'attached'} ${callId}`);
      legs.push(leg);
      const ignore = (): void => undefined;
      const onClosed = (how: string): void => void changes.push(`closed ${callId} ${how}`);
      return { onAudio: ignore, onMark: ignore, onDigit: ignore, onFault: ignore, onClosed };
    },
    carrierReportedEnd: (carrierCallId) => void changes.push(`ended ${carrierCallId}`),
    streamFailed: (carrierCallId, code) => void changes.push(`stream failed ${carrierCallId} ${String(code)}`),
  };
  const reports: LegReports = {
    calleeAnswered: (callId) => changes.push(`answered ${callId}`) > 0,
    calleeProgressed: (callId, _sid, state) => void changes.push(`progressed ${callId} ${state}`),
    calleeGone: (callId, _sid, how) => void changes.push(`gone ${callId} ${how}`),
    personAnswered: (callId) => void changes.push(`person answered ${callId}`),
    personDecided: (callId, _transferId, takes) => changes.push(`person decided ${callId} ${String(takes)}`) > 0,
    transferEnded(callId, _transferId, outcome) {
      changes.push(`transfer ended ${callId} ${outcome}`);
      return outcome !== 'connected';
    },
  };
  const tokens = new LegTokens(clock);
  const facts: Pick<PublicRig, 'keys' | 'base'> = { keys: { accountSid: ACCOUNT, authToken: TOKEN }, base: BASE };
  const secrets = { openAiKey: () => undefined, twilio: () => facts.keys };
  const signing: string[] = [];
  const onSigning = (fault = 'none'): void => {
    if (fault !== signing.at(-1)) signing.push(fault);
  };
  const webhooks = createTwilioWebhooks({ exchange, reports, legs: tokens, secrets, clock, log, onSigning });
  const publicBase = (): URL | undefined => facts.base;
  const listener = await startPublicListener({ port: 0, publicBase, secrets, clock, log, webhooks, limits });
  return Object.assign(facts, { listener, changes, logged, legs, tokens, signing });
}

export function callSid(n: number): string {
  return `CA${n.toString(16).padStart(32, '0')}`;
}

export function ringing(n: number): Record<string, string> {
  return {
    AccountSid: ACCOUNT,
    ApiVersion: '2010-04-01',
    CallSid: callSid(n),
    CallStatus: 'ringing',
    Direction: 'inbound',
    From: '+12125550187',
    To: '+14155550134',
  };
}

export function sign(url: string, fields: Record<string, string> = {}, key = TOKEN): string {
  return twilio.getExpectedTwilioSignature(key, url, fields);
}

export interface RawRequest {
  readonly method?: string;
  readonly path: string;
  /** Name and value pairs in order, duplicates included. Content-Length is added for a body. */
  readonly headers?: readonly (readonly [string, string])[];
  readonly body?: string;
}

export interface RawReply {
  readonly status: number | 'reset';
  readonly head: string;
  readonly body: string;
}

/** Serialises a request byte by byte, as a client without an HTTP library would. */
export function bytesOf({ method = 'POST', path, headers = [], body = '' }: RawRequest): string {
  const has = (name: string): boolean => headers.some(([other]) => other.toLowerCase() === name);
  const lines = [`${method} ${path} HTTP/1.1`];
  if (!has('host')) lines.push('Host: demo.example');
  for (const [name, value] of headers) lines.push(`${name}: ${value}`);
  if (body !== '' && !has('content-length') && !has('transfer-encoding')) {
    lines.push(`Content-Length: ${Buffer.byteLength(body)}`);
  }
  if (!has('connection')) lines.push('Connection: close');
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}

/** Sends raw bytes and returns what came back until the connection ended. */
export function exchangeBytes(port: number, bytes: string, onSocket?: (socket: Socket) => void): Promise<RawReply> {
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(bytes);
      onSocket?.(socket);
    });
    socket.on('data', (chunk) => (text += chunk.toString()));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      const [head = '', ...rest] = text.split('\r\n\r\n');
      const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1]);
      resolve({ status: Number.isNaN(status) ? 'reset' : status, head, body: rest.join('\r\n\r\n') });
    });
  });
}

/** A form as Twilio posts it, with an attacker's changes. */
export function form(
  path: string,
  fields: Record<string, string>,
  signature: string | undefined,
  change: Partial<RawRequest> = {},
): RawRequest {
  const headers: [string, string][] = [['Content-Type', 'application/x-www-form-urlencoded; charset=UTF-8']];
  if (signature !== undefined) headers.push(['X-Twilio-Signature', signature]);
  return { path, headers, body: new URLSearchParams(fields).toString(), ...change };
}

/** An upgrade request as Twilio sends it. */
export function upgrade(path: string, signature: string | undefined): RawRequest {
  const headers: [string, string][] = [
    ['Connection', 'Upgrade'],
    ['Upgrade', 'websocket'],
    ['Sec-WebSocket-Version', '13'],
    ['Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25jZQ=='],
  ];
  if (signature !== undefined) headers.push(['X-Twilio-Signature', signature]);
  return { method: 'GET', path, headers };
}
