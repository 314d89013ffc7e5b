import { Button, PasswordInput } from '@mantine/core';
import { useEffect, useRef, useState, type ClipboardEvent, type Ref, type SubmitEvent } from 'react';
import { keyLabel, type KeyName, type KeyService } from '../../../shared/keys/key-name';
import { keyRefusalLabels } from '../../../shared/keys/key-refusal';
import { tidyKey } from '../../../shared/keys/key-shape';
import type { KeyStatus } from '../../../shared/keys/vault-status';
import type { Refusal } from '../../client/refusals/refusals';
import { useServices, useSetup } from '../../services/services';
import { Notice } from '../../ui/notice';
import { QuietButton } from '../../ui/quiet-button';
import checkResultStyles from './check-result.module.css';
import styles from './key-form.module.css';
import { checkNotice, isKeySet, keyStatusLabel, keyStatus } from './key-labels';
import { SecretRow } from './secret-row';

const PAIR = /(AC[0-9a-f]{32})[^0-9a-zA-Z]+(?:[A-Za-z ]+[:=]?\s*)?([0-9a-f]{32})(?![0-9a-zA-Z])/;

/**
 * Finds the Account SID and the Auth Token in a text, such as the whole box copied from the Twilio console. Null unless
 * the text has both.
 */
export function twilioPair(text: string): { readonly accountSid: string; readonly authToken: string } | null {
  const [, accountSid, authToken] = PAIR.exec(text) ?? [];
  return accountSid === undefined || authToken === undefined ? null : { accountSid, authToken };
}

interface KeyFormProps {
  readonly service: KeyService;
  /** Keys that the service asks for together. */
  readonly names: readonly KeyName[];
  /** Hints on where to find each key. */
  readonly hints?: Readonly<Partial<Record<KeyName, string>>>;
  /** True when keys can be removed here. */
  readonly clearable?: boolean;
  /** True when the result of checking the keys is shown here. */
  readonly checked?: boolean;
}

/** Form that takes, replaces and checks the keys of one service. Keys are forgotten here once they are sent. */
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

  /**
   * Sends a key, provided the text can be one; nothing else leaves the page. The input is wiped as soon as the key has
   * left.
   */
  const send = async (name: KeyName, input: HTMLInputElement | undefined): Promise<Refusal | null> => {
    const tidy = tidyKey(name, input?.value ?? '');
    if (!tidy.ok) return keyRefusalLabels(tidy.refusal, name);
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
              description={statusLabel(keyStatus(vault, name)) ?? hints[name]}
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

/** Warning about a key that is stored but cannot be used; undefined when there is none. */
function statusLabel(status: KeyStatus): string | undefined {
  return status.state === 'locked' || status.state === 'unreadable' ? keyStatusLabel(status) : undefined;
}

function without(names: ReadonlySet<KeyName>, name: KeyName): ReadonlySet<KeyName> {
  const rest = new Set(names);
  rest.delete(name);
  return rest;
}

const NAMES: Readonly<Record<KeyService, string>> = { openai: 'OpenAI', twilio: 'Twilio', ngrok: 'ngrok' };

interface CheckResultProps {
  readonly service: KeyService;
  /** True when there are keys to check; they are then checked once, without a click. */
  readonly ready: boolean;
  readonly ref?: Ref<HTMLDivElement>;
}

/** Result of checking a service's keys; read out when the service answers. */
function CheckResult({ service, ready, ref }: CheckResultProps) {
  const { setup } = useServices();
  const check = useSetup((view) => view.checks[service]);
  const unasked = ready && check === undefined;
  useEffect(() => {
    if (unasked) void setup.check(service);
  }, [unasked, setup, service]);
  const notice = ready && check !== undefined ? checkNotice(check, NAMES[service]) : null;
  return (
    <div ref={ref ?? null} tabIndex={-1} aria-live="polite" className={checkResultStyles['result']}>
      {notice !== null && (
        <Notice
          {...notice}
          action={
            check?.state !== 'asking' && (
              <QuietButton onClick={() => void setup.check(service)}>Check again</QuietButton>
            )
          }
        />
      )}
    </div>
  );
}

interface KeyInputProps {
  readonly name: KeyName;
  readonly description?: string | undefined;
  readonly refusal: Refusal | undefined;
  readonly disabled: boolean;
  readonly autoFocus: boolean;
  readonly onPaste?: (event: ClipboardEvent<HTMLInputElement>) => void;
  /** Receives the input element; the typed key stays in it and nowhere else. */
  readonly keep: (input: HTMLInputElement | null) => void;
}

/** Input for typing or pasting a key. Uncontrolled, so that React never writes the key into the page. */
function KeyInput({ name, description, refusal, disabled, autoFocus, onPaste, keep }: KeyInputProps) {
  const label = keyLabel(name);
  return (
    <PasswordInput
      ref={keep}
      label={label}
      description={description}
      error={refusal === undefined ? undefined : `${refusal.sentence} ${refusal.remedy}`}
      disabled={disabled}
      data-autofocus={autoFocus || undefined}
      autoComplete="off"
      autoCorrect="off"
      autoCapitalize="off"
      spellCheck={false}
      data-1p-ignore
      data-lpignore="true"
      onPaste={onPaste}
      visibilityToggleFocusable
      visibilityToggleButtonProps={{ 'aria-label': `Show the ${label}` }}
    />
  );
}

interface KeyRowProps {
  readonly status: KeyStatus;
  readonly clearable: boolean;
  readonly onReplace: () => void;
}

/** A key that is there: how it ends, and how it is kept. */
function KeyRow({ status, clearable, onReplace }: KeyRowProps) {
  const { setup } = useServices();
  const label = keyLabel(status.name);
  return (
    <SecretRow
      label={label}
      status={keyStatusLabel(status)}
      spoken={`the ${label}`}
      onReplace={onReplace}
      onClear={clearable ? () => setup.clearKey(status.name) : undefined}
    />
  );
}
