import { implement } from '@orpc/server';
import { assertNever } from '../../../shared/std/assert-never';
import { keyContract } from '../../../shared/contract/key-contract';
import type { KeyCheck } from '../../../shared/keys/key-check';
import type { KeyService } from '../../../shared/keys/key-name';
import type { KeyChecks, KeyCommands, KeyOutcome } from '../../ports/ports-keys';

export interface KeyHandlerParts {
  readonly keys: KeyCommands;
  readonly checks: KeyChecks;
}

/** Handlers of the keys' part of the contract. */
export function createKeyHandlers({ keys, checks }: KeyHandlerParts) {
  const key = implement(keyContract);

  async function done(outcome: Promise<KeyOutcome>) {
    const answer = await outcome;
    return answer.ok ? { ok: true as const, status: keys.status() } : { ok: false as const, code: answer.refusal };
  }

  return key.router({
    status: key.status.handler(() => keys.status()),
    set: key.set.handler(({ input }) => done(keys.set(input.name, input.value))),
    clear: key.clear.handler(({ input }) => done(keys.clear(input.name))),
    acceptWeaker: key.acceptWeaker.handler(() => done(keys.acceptWeakerProtection())),
    retry: key.retry.handler(() => keys.retry()),
    check: key.check.handler(({ input }) => check(checks, input.service)),
  });
}

function check(checks: KeyChecks, service: KeyService): Promise<KeyCheck> {
  switch (service) {
    case 'openai':
      return checks.openAi();
    case 'twilio':
      return checks.twilio();
    case 'ngrok':
      return checks.ngrok();
    default:
      return assertNever(service);
  }
}
