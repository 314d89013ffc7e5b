import type { KeyRefusal } from '../../shared/keys/key-refusal';
import {
  entryOf,
  MAX_TOOL_SECRETS,
  packSecret,
  unpackSecret,
  type ToolSecretRefusal,
  type ToolSecretStatus,
} from '../../shared/keys/tool-secret';
import { originOf } from '../../shared/tool/web-address';
import type { Clock } from '../ports/ports';
import type { EntryVault, KeyOutcome, ReadToolSecret } from '../ports/ports-keys';
import type { SecretOutcome, ToolCommands, ToolRunner } from '../ports/ports-tools';
import { schemaFault } from '../tools/check/argument-check';
import { createSender } from '../tools/http/guarded-request';
import { createHttpTool } from '../tools/http/http-tool';
import { createMcpTool, listMcpFunctions } from '../tools/mcp/mcp-tool';
import { createScriptTool } from '../tools/script/script-tool';
import scriptWorker from '../tools/script/script-worker?modulePath';
import { outcomeOfError } from '../tools/tool-error';
import { createToolRunner } from '../tools/tool-runner';
import { tryOut } from '../tools/trial';

export interface ToolServicesParts {
  readonly vault: EntryVault;
  readonly clock: Clock;
  /** Switchboard's version, told to MCP servers. */
  readonly version: string;
  /** Ports of this machine on which Switchboard itself listens. */
  readonly ownPorts: ReadonlySet<number>;
}

/** Tool services: the runner for calls, and the operator's commands outside of calls. */
export interface ToolServices {
  readonly runner: ToolRunner;
  readonly commands: ToolCommands;
  readonly readSecret: ReadToolSecret;
}

/** Builds the executors once, for all calls and trials. */
export function openToolServices({ vault, clock, version, ownPorts }: ToolServicesParts): ToolServices {
  const { read: readSecret, ...secrets } = createToolSecrets(vault);
  const parts = { clock, version, readSecret, send: createSender({ ownPorts: () => ownPorts }) };
  const runner = createToolRunner({
    http: createHttpTool(parts),
    script: createScriptTool({ ...parts, workerPath: scriptWorker }),
    mcp: createMcpTool(parts),
  });
  return {
    runner,
    readSecret,
    commands: {
      tryOut: (tool, functionName, argumentsJson) => tryOut(runner, clock, { tool, functionName, argumentsJson }),
      listMcp: async (server) => {
        try {
          return { ok: true, ...(await listMcpFunctions(server, parts, new AbortController().signal)) };
        } catch (error) {
          const outcome = outcomeOfError(error);
          return { ok: false, detail: outcome.ok ? '' : outcome.detail };
        }
      },
      schemaFault,
      ...secrets,
    },
  };
}

/** Tool secrets of a vault: their status for a screen, and the only way for tools to read them. */
interface ToolSecrets extends Pick<ToolCommands, 'secrets' | 'setSecret' | 'clearSecret'> {
  readonly read: ReadToolSecret;
}

/**
 * Creates access to the tool secrets. Each is bound to the origins it may be sent to, so an imported agent cannot carry
 * it away.
 */
export function createToolSecrets(vault: EntryVault): ToolSecrets {
  const statusOf = (entry: string) => vault.entries().find((each) => each.entry === entry);
  return {
    secrets: () =>
      vault.entries().flatMap((each): readonly ToolSecretStatus[] => {
        if (each.state === 'absent') return [];
        const { entry, state, last4, since } = each;
        const kept = vault.readEntry(entry);
        return [
          {
            name: entry.slice('tool:'.length),
            state,
            last4,
            since,
            ...(each.state === 'set' ? { protection: each.protection } : {}),
            origins: kept === undefined ? [] : unpackSecret(kept).origins,
          },
        ];
      }),
    setSecret: async (secret) => {
      const entry = entryOf(secret.name);
      if (statusOf(entry) === undefined && vault.entries().length >= MAX_TOOL_SECRETS)
        return { ok: false, code: 'too-many' };
      const origins = secret.origins.map((each) => originOf(each) ?? '').filter((each) => each !== '');
      return outcomeOf(await vault.put(entry, packSecret({ value: secret.value, origins })));
    },
    clearSecret: async (name) => outcomeOf(await vault.remove(entryOf(name))),
    read: (name, origin) => {
      const kept = vault.readEntry(entryOf(name));
      if (kept === undefined) return { ok: false, why: statusOf(entryOf(name)) === undefined ? 'absent' : 'locked' };
      const { value, origins } = unpackSecret(kept);
      return origins.includes(origin) ? { ok: true, value } : { ok: false, why: 'elsewhere' };
    },
  };
}

function outcomeOf(outcome: KeyOutcome): SecretOutcome {
  return outcome.ok ? outcome : { ok: false, code: codeOf(outcome.refusal) };
}

function codeOf(refusal: KeyRefusal): ToolSecretRefusal {
  return refusal === 'locked' || refusal === 'key-store-refused' ? refusal : 'cannot-save';
}
