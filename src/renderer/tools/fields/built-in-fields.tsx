import { Radio, Switch, TagsInput } from '@mantine/core';
import { END_KEYS, type AskForDigitsTool, type BuiltInTool, type TransferTool } from '../../../shared/tool/tool';
import { NumberField } from '../../ui/number-field';
import { ACTS } from '../kind-labels';
import type { FieldsProps } from './fields-props';
import { RowList } from './row-list';
import styles from './tool-fields.module.css';

/** Fields that limit what a built-in act of the call may be used for. */
export function BuiltInFields({ tool, problemOf, onChange }: FieldsProps<BuiltInTool>) {
  switch (tool.name) {
    case 'end_call':
      return <p className={styles['note']}>{ACTS.end_call.sentence}</p>;
    case 'transfer_call':
      return <TransferFields tool={tool} problemOf={problemOf} onChange={onChange} />;
    case 'send_digits':
      return (
        <NumberField
          label="Keys at a time"
          description="At most, in one go."
          min={1}
          max={32}
          step={1}
          value={tool.maxDigits}
          onChange={(maxDigits) => onChange({ ...tool, maxDigits })}
        />
      );
    case 'ask_for_digits':
      return <AskForDigitsFields tool={tool} problemOf={problemOf} onChange={onChange} />;
    case 'hold':
      return (
        <NumberField
          label="Longest hold"
          description="Then the caller hears the agent again."
          unit="s"
          min={5}
          max={600}
          step={5}
          value={tool.longestSeconds}
          onChange={(longestSeconds) => onChange({ ...tool, longestSeconds })}
        />
      );
  }
}

function AskForDigitsFields({ tool, onChange }: FieldsProps<AskForDigitsTool>) {
  return (
    <>
      <div className={styles['row']}>
        <NumberField
          label="Digits at most"
          description="The agent says how many it wants."
          min={1}
          max={32}
          step={1}
          value={tool.maxDigits}
          onChange={(maxDigits) => onChange({ ...tool, maxDigits })}
        />
        <NumberField
          label="Waits for each key"
          description="The first time from when the agent has spoken."
          unit="s"
          min={3}
          max={60}
          step={1}
          value={tool.waitSeconds}
          onChange={(waitSeconds) => onChange({ ...tool, waitSeconds })}
        />
      </div>
      <Radio.Group
        label="Key that ends them earlier"
        value={tool.endKey}
        onChange={(chosen) => onChange({ ...tool, endKey: END_KEYS.find((key) => key === chosen) ?? '#' })}
      >
        <div className={styles['row']}>
          {END_KEYS.map((key) => (
            <Radio key={key} value={key} label={key === 'none' ? 'None' : key} />
          ))}
        </div>
      </Radio.Group>
      <Switch
        label="Secret, such as a PIN"
        description="Only the agent and the model service get the digits. They are not shown and not kept."
        checked={tool.isSecret === true}
        onChange={(event) => {
          const { isSecret: _, ...rest } = tool;
          onChange(event.currentTarget.checked ? { ...rest, isSecret: true } : rest);
        }}
      />
    </>
  );
}

function TransferFields({ tool, problemOf, onChange }: FieldsProps<TransferTool>) {
  return (
    <>
      <RowList
        label="To whom"
        description="The agent asks for them by name, and never learns the number."
        rows={tool.destinations}
        first={['label', 'Name']}
        second={['number', 'Number']}
        most={16}
        problemOf={(where) => problemOf(`destinations.${where}`)}
        onChange={(destinations) => onChange({ ...tool, destinations })}
      />
      {problemOf('destinations') !== undefined && <p className={styles['error']}>{problemOf('destinations')}</p>}
      <TagsInput
        label="And to any ordinary number of these countries"
        description="Two letters each, such as DE or US. None: only the names above. Emergency, premium and satellite numbers never."
        clearable={false}
        maxTags={60}
        value={[...(tool.countries ?? [])]}
        error={(tool.countries ?? []).map((_, index) => problemOf(`countries.${String(index)}`)).find(Boolean)}
        onChange={(entered) => {
          const { countries: _, ...rest } = tool;
          const countries = entered.map((country) => country.toUpperCase());
          onChange(countries.length === 0 ? rest : { ...rest, countries });
        }}
      />
      <Radio.Group
        label="How"
        value={tool.way}
        onChange={(way) => onChange({ ...tool, way: way === 'announced' ? 'announced' : 'blind' })}
      >
        <div className={styles['row']}>
          <Radio value="blind" label="At once" description="The caller is put through." />
          <Radio
            value="announced"
            label="Announced"
            description="The person hears first who is calling, and may decline."
          />
        </div>
      </Radio.Group>
    </>
  );
}
