import { Button, Checkbox, NativeSelect, Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import { canonical } from '../../../shared/agent/profile-fields';
import { remoteFunctionName } from '../../../shared/tool/agent-function';
import type { McpFunction, McpTool } from '../../../shared/tool/tool';
import type { ConsoleClient } from '../../client/transport';
import { useServices } from '../../services/services';
import { Notice } from '../../ui/notice';
import { plainLine, plainText } from '../../ui/text/plain-text';
import { QuietButton } from '../../ui/quiet-button';
import { useFocusBack } from '../../ui/keyboard/focus';
import type { FieldsProps } from './fields-props';
import { LocalSwitch } from './local-switch';
import styles from './mcp-fields.module.css';
import { RowList } from './row-list';

const ASKED_BY = {
  here: 'Each answer passes through Switchboard on its way to the model.',
  service:
    'Quicker, for servers that the internet can reach. Approvals are still asked here. A secret goes through the model ' +
    'service: allow it for https://api.openai.com as well.',
} as const;

type McpOffer = Awaited<ReturnType<ConsoleClient['tool']['listMcp']>>;

/** Fields of an MCP tool: the server's address, and the functions of it that the agent may use. */
export function McpFields({ tool, problemOf, onChange }: FieldsProps<McpTool>) {
  const { query } = useServices();
  const [offer, setOffer] = useState<McpOffer | 'asking' | null>(null);
  const listButton = useFocusBack(offer === 'asking');
  const list = async (): Promise<void> => {
    setOffer('asking');
    const { url, headers, allowsLocal } = tool;
    const answer = await query((api) => api.tool.listMcp({ url, headers, allowsLocal }));
    setOffer(answer.reached ? answer.value : { ok: false, detail: answer.refusal.sentence });
  };
  const offered = offer !== null && offer !== 'asking' && offer.ok ? offer.functions : [];
  const gone = tool.functions.filter((each) => !offered.some(({ name }) => name === each.name));
  const choose = (fn: McpFunction, isChosen: boolean): void =>
    onChange({
      ...tool,
      functions: isChosen ? [...tool.functions, fn] : tool.functions.filter(({ name }) => name !== fn.name),
    });
  return (
    <>
      <TextInput
        label="Address of the server"
        description="Streamable HTTP."
        placeholder="https://mcp.example.com/mcp"
        spellCheck={false}
        value={tool.url}
        error={problemOf('url')}
        onChange={(event) => onChange({ ...tool, url: event.currentTarget.value })}
      />
      <RowList
        label="Headers"
        rows={tool.headers ?? []}
        first={['name', 'Header']}
        second={['value', 'Value']}
        most={16}
        takesSecrets
        problemOf={(where) => problemOf(`headers.${where}`)}
        onChange={(headers) => {
          const { headers: _, ...rest } = tool;
          onChange(headers.length === 0 ? rest : { ...rest, headers });
        }}
      />
      <NativeSelect
        label="Who asks it"
        description={ASKED_BY[tool.askedBy ?? 'here']}
        data={[
          { value: 'here', label: 'this machine' },
          { value: 'service', label: 'the model service' },
        ]}
        value={tool.askedBy ?? 'here'}
        onChange={(event) => {
          const { askedBy: _, ...rest } = tool;
          onChange(event.currentTarget.value === 'service' ? { ...rest, askedBy: 'service' } : rest);
        }}
      />
      <LocalSwitch isOn={tool.allowsLocal === true} onChange={(allowsLocal) => onChange({ ...tool, allowsLocal })} />
      <div className={styles['offer']}>
        <Button
          ref={listButton}
          variant="default"
          loading={offer === 'asking'}
          disabled={problemOf('url') !== undefined}
          onClick={() => void list()}
        >
          List its tools
        </Button>
        {offer !== null && offer !== 'asking' && !offer.ok && <Notice tone="failing" sentence={offer.detail} />}
        {offer !== null && offer !== 'asking' && offer.ok && offer.unusable.length > 0 && (
          <>
            <Notice tone="attention" sentence="No agent can be given these:" />
            <ul aria-label="What no agent can be given" className={styles['unusable']}>
              {offer.unusable.map(({ name, reason }, index) => (
                <li key={index}>
                  <strong>{plainLine(name)}</strong> {plainLine(reason)}
                </li>
              ))}
            </ul>
          </>
        )}
        {problemOf('functions') !== undefined && <p className={styles['hint']}>{problemOf('functions')}</p>}
        <ul aria-label="What the agent may use" className={styles['functions']}>
          {[...gone, ...offered].map((fn) => (
            <FunctionRow
              key={fn.name}
              server={tool.name}
              fn={fn}
              chosen={tool.functions.find(({ name }) => name === fn.name)}
              isOffered={offered.includes(fn) || offered.length === 0}
              onTakeOver={() =>
                onChange({
                  ...tool,
                  functions: tool.functions.map((each) => (each.name === fn.name ? renewed(each, fn) : each)),
                })
              }
              asks={tool.approval !== undefined}
              onChoose={(isChosen) => choose(fn, isChosen)}
              onTrust={(isTrusted) =>
                onChange({
                  ...tool,
                  functions: tool.functions.map((each) => (each.name === fn.name ? { ...each, isTrusted } : each)),
                })
              }
            />
          ))}
        </ul>
      </div>
    </>
  );
}

interface FunctionRowProps {
  readonly server: string;
  readonly fn: McpFunction;
  readonly chosen: McpFunction | undefined;
  readonly isOffered: boolean;
  readonly asks: boolean;
  readonly onTakeOver: () => void;
  readonly onChoose: (isChosen: boolean) => void;
  readonly onTrust: (isTrusted: boolean) => void;
}

function FunctionRow({ server, fn, chosen, isOffered, asks, onTakeOver, onChoose, onTrust }: FunctionRowProps) {
  const isOther = chosen !== undefined && canonical(renewed(chosen, fn)) !== canonical(chosen);
  return (
    <li className={styles['function']}>
      <Checkbox
        size="sm"
        label={plainLine(fn.name)}
        description={isOffered ? plainText(fn.description) : 'The server does not offer it any more.'}
        checked={chosen !== undefined}
        onChange={(event) => onChoose(event.currentTarget.checked)}
      />
      {chosen !== undefined && (
        <div className={styles['chosen']}>
          <code>{remoteFunctionName(server, fn.name)}</code>
          {asks && (
            <Switch
              label="Without approval"
              checked={chosen.isTrusted === true}
              onChange={(event) => onTrust(event.currentTarget.checked)}
            />
          )}
        </div>
      )}
      {isOther && (
        <p className={styles['other']}>
          The server describes it otherwise than when you chose it; the agent knows it as it was.
          <QuietButton onClick={onTakeOver}>Take over</QuietButton>
        </p>
      )}
    </li>
  );
}

/** Updates a chosen function to what the server offers now. The operator still decides whether it needs approval. */
function renewed(chosen: McpFunction, { description, parameters }: McpFunction): McpFunction {
  return { ...chosen, description, parameters };
}
