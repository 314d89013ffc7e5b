import { Button } from '@mantine/core';
import { useRef, useState, type ClipboardEvent, type SubmitEvent } from 'react';
import type { KeyName, KeyService } from '../../../shared/keys/key-name';
import { keyRefusalWords } from '../../../shared/keys/key-refusal';
import type { KeyStatus } from '../../../shared/keys/vault-status';
import { tidyKey } from '../../../shared/keys/key-shape';
import type { Refusal } from '../../client/refusals/refusals';
import { useServices, useSetup } from '../../services/services';
import { CheckResult } from './check-result';
import styles from './key-form.module.css';
import { KeyInput } from './key-input';
import { KeyRow } from './key-row';
import { isKeySet, keyStandingWords, keyStatus } from './key-words';

const PAIR = /(AC[0-9a-f]{32})[^0-9a-zA-Z]+(?:[A-Za-z ]+[:=]?\s*)?([0-9a-f]{32})(?![0-9a-zA-Z])/;

/** The Account SID and the Auth Token in a text that has both, as when the console's whole box was copied; else null. */
export function twilioPair(text: string): { readonly accountSid: string; readonly authToken: string } | null {
  const [, accountSid, authToken] = PAIR.exec(text) ?? [];
  return accountSid === undefined || authToken === undefined ? null : { accountSid, authToken };
}

interface KeyFormProps {
  readonly service: KeyService;
  /** Those the service asks for together. */
  readonly names: readonly KeyName[];
  /** Where to find a key. */
  readonly hints?: Readonly<Partial<Record<KeyName, string>>>;
  /** Whether keys can be taken out again here. */
  readonly clearable?: boolean;
  /** Whether what the service says is shown here. */
  readonly checked?: boolean;
}

/** Keys of one service: entered, replaced, and proven at once. What was sent is forgotten here. */
export function KeyForm({ service, names, hints = {}, clearable = false, checked = true }: KeyFormProps) {
  const { setup } = useServices();
  const vault = useSetup((view) => view.vault);
  const inputs = useRef(new Map<KeyName, HTMLInputElement>());
  const result = useRef<HTMLDivElement>(null);
  const [replacing, setReplacing] = useState<ReadonlySet<KeyName>>(new Set());
  const [refusals, setRefusals] = useState<Readonly<Partial<Record<KeyName, Refusal>>>>({});
  const [sending, setSending] = useState(false);

  const open = names.filter((name) => keyStatus(vault, name).state !== 'set' || replacing.has(name));
  const ready = names.every((name) => isKeySet(vault, name));

  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    setSending(true);
    const found: Partial<Record<KeyName, Refusal>> = {};
    for (const name of open) {
      const input = inputs.current.get(name);
      const refusal = await send(name, input);
      if (refusal !== null) found[name] = refusal;
      else setReplacing((before) => without(before, name));
    }
    setRefusals(found);
    setSending(false);
    const first = open.find((name) => found[name] !== undefined);
    if (first !== undefined) inputs.current.get(first)?.focus();
    else requestAnimationFrame(() => result.current?.focus());
  };

  /** Only what can be such a key leaves the page; it is wiped as soon as it has left. */
  const send = async (name: KeyName, input: HTMLInputElement | undefined): Promise<Refusal | null> => {
    const tidy = tidyKey(name, input?.value ?? '');
    if (!tidy.ok) return keyRefusalWords(tidy.refusal, name);
    if (input !== undefined) input.value = '';
    return setup.setKey(name, tidy.value);
  };

  const onPaste = (event: ClipboardEvent<HTMLInputElement>): void => {
    const pair = twilioPair(event.clipboardData.getData('text'));
    const [sid, token] = [inputs.current.get('twilioAccountSid'), inputs.current.get('twilioAuthToken')];
    if (pair === null || sid === undefined || token === undefined) return;
    event.preventDefault();
    sid.value = pair.accountSid;
    token.value = pair.authToken;
    token.focus();
  };

  return (
    <form className={styles['form']} autoComplete="off" noValidate onSubmit={(event) => void submit(event)}>
      {names.map((name) =>
        open.includes(name) ? (
          <div key={name} className={styles['entry']}>
            <KeyInput
              name={name}
              description={standing(keyStatus(vault, name)) ?? hints[name]}
              refusal={refusals[name]}
              disabled={sending}
              autoFocus={replacing.has(name)}
              {...(name.startsWith('twilioA') && { onPaste })}
              keep={(input) => {
                if (input === null) inputs.current.delete(name);
                else inputs.current.set(name, input);
              }}
            />
            {replacing.has(name) && (
              <Button variant="default" onClick={() => setReplacing((before) => without(before, name))}>
                Keep the old one
              </Button>
            )}
          </div>
        ) : (
          <KeyRow
            key={name}
            status={keyStatus(vault, name)}
            clearable={clearable}
            onReplace={() => {
              setReplacing((before) => new Set(before).add(name));
              requestAnimationFrame(() => inputs.current.get(name)?.focus());
            }}
          />
        ),
      )}
      {open.length > 0 && (
        <div>
          <Button type="submit" loading={sending}>
            {checked ? 'Save and check' : 'Save'}
          </Button>
        </div>
      )}
      {checked && <CheckResult ref={result} service={service} ready={ready && !sending} />}
    </form>
  );
}

/** What has to be known of a key that is stored and cannot be used; undefined: nothing. */
function standing(status: KeyStatus): string | undefined {
  return status.state === 'locked' || status.state === 'unreadable' ? keyStandingWords(status) : undefined;
}

function without(names: ReadonlySet<KeyName>, name: KeyName): ReadonlySet<KeyName> {
  const rest = new Set(names);
  rest.delete(name);
  return rest;
}
