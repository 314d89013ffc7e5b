import { Button, NativeSelect, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import {
  CONDITION_TESTS,
  type Approval,
  type ApprovalCondition,
  type ConditionTest,
} from '../../../shared/tool/approval';
import { APPROVAL_WAIT_MS } from '../../../shared/tool/new-tool';
import { NumberField } from '../../ui/number-field';
import { IconButton } from '../../ui/icon-button';
import styles from './approval-fields.module.css';
import fields from './tool-fields.module.css';

const TEST_WORDS: Readonly<Record<ConditionTest, string>> = {
  'more-than': 'is more than',
  'less-than': 'is less than',
  is: 'is',
  'is-not': 'is not',
  contains: 'contains',
  'is-there': 'is there',
};

const FIRST: ApprovalCondition = { argument: '', test: 'more-than', value: '' };

interface ApprovalFieldsProps {
  /** Undefined when the tool never needs approval. */
  readonly approval: Approval | undefined;
  readonly problemOf: (where: string) => string | undefined;
  readonly onChange: (approval: Approval | undefined) => void;
}

/** Fields that set when a person must approve a call before the tool runs. */
export function ApprovalFields({ approval, problemOf, onChange }: ApprovalFieldsProps) {
  const waitMs = approval?.waitMs ?? APPROVAL_WAIT_MS;
  const conditions = approval?.when === 'matching' ? approval.conditions : [];
  const set = (next: readonly ApprovalCondition[]): void => onChange({ when: 'matching', waitMs, conditions: next });
  return (
    <>
      <NativeSelect
        label="A person approves"
        description="What they see is what runs, to the letter. The agent goes on talking and is told that it is pending."
        data={[
          { value: 'never', label: 'never: it runs at once' },
          { value: 'always', label: 'every time' },
          { value: 'matching', label: 'when an argument says so' },
        ]}
        value={approval?.when ?? 'never'}
        onChange={(event) => {
          const when = event.currentTarget.value;
          if (when === 'matching') set(conditions.length === 0 ? [FIRST] : conditions);
          else onChange(when === 'always' ? { when, waitMs } : undefined);
        }}
      />
      {approval?.when === 'matching' && (
        <div role="group" aria-label="Conditions" className={styles['conditions']}>
          {conditions.map((condition, index) => (
            <ConditionRow
              key={index}
              condition={condition}
              number={index + 1}
              problem={problemOf(`approval.conditions.${String(index)}.argument`)}
              isOnly={conditions.length === 1}
              onChange={(next) => set(conditions.map((each, at) => (at === index ? next : each)))}
              onRemove={() => set(conditions.filter((_, at) => at !== index))}
            />
          ))}
          <p className={fields['note']}>Any one is enough. What cannot be compared counts as well.</p>
          {conditions.length < 8 && (
            <Button
              variant="subtle"
              size="compact-sm"
              leftSection={<IconPlus size={14} stroke={1.9} />}
              className={styles['add']}
              onClick={() => set([...conditions, FIRST])}
            >
              Add
            </Button>
          )}
        </div>
      )}
      {approval !== undefined && (
        <NumberField
          label="Waits for approval"
          description="Then it is not run, and the agent is told so."
          unit="s"
          min={5}
          max={600}
          step={5}
          value={waitMs / 1000}
          onChange={(seconds) => onChange({ ...approval, waitMs: Math.round(seconds * 1000) })}
        />
      )}
    </>
  );
}

interface ConditionRowProps {
  readonly condition: ApprovalCondition;
  readonly number: number;
  readonly problem: string | undefined;
  readonly isOnly: boolean;
  readonly onChange: (condition: ApprovalCondition) => void;
  readonly onRemove: () => void;
}

function ConditionRow({ condition, number, problem, isOnly, onChange, onRemove }: ConditionRowProps) {
  const { argument, test, value } = condition;
  return (
    <div className={styles['condition']}>
      <TextInput
        aria-label={`Argument ${String(number)}`}
        placeholder="amount"
        spellCheck={false}
        value={argument}
        error={problem}
        onChange={(event) => onChange({ ...condition, argument: event.currentTarget.value })}
      />
      <NativeSelect
        aria-label={`Test ${String(number)}`}
        data={CONDITION_TESTS.map((each) => ({ value: each, label: TEST_WORDS[each] }))}
        value={test}
        onChange={(event) => {
          const next = CONDITION_TESTS.find((each) => each === event.currentTarget.value);
          if (next !== undefined) onChange({ ...condition, test: next });
        }}
      />
      <TextInput
        aria-label={`Value ${String(number)}`}
        placeholder="50"
        disabled={test === 'is-there'}
        value={test === 'is-there' ? '' : value}
        onChange={(event) => onChange({ ...condition, value: event.currentTarget.value })}
      />
      <IconButton
        label={`Remove condition ${String(number)}`}
        size={34}
        disabled={isOnly}
        icon={<IconX size={15} stroke={1.8} />}
        onClick={onRemove}
      />
    </div>
  );
}
