import { Button, NativeSelect } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useState } from 'react';
import { functionsOf, type AgentFunction } from '../../shared/tool/agent-function';
import { emptyValue, fieldsOf, missingIn, type FormValue } from '../../shared/tool/schema-form';
import type { Tool } from '../../shared/tool/tool';
import type { ToolProblem } from '../../shared/tool/tool-problems';
import { useServices } from '../connection/services';
import type { Trial } from '../connection/tool-services';
import { Empty } from '../ui/empty';
import { Notice } from '../ui/notice';
import { ArgumentsForm } from './arguments-form';
import styles from './bench.module.css';
import { JsonField } from './json-field';
import { PersonTrial } from './person-trial';
import { TrialResult } from './trial-result';

interface BenchProps {
  readonly tool: Tool;
  readonly problems: readonly ToolProblem[];
}

/** The bench: a tool is given arguments and run as a call would run it. */
export function Bench({ tool, problems }: BenchProps) {
  const functions = functionsOf([tool]);
  const [chosen, setChosen] = useState('');
  const fn = functions.find(({ name }) => name === chosen) ?? functions[0];
  const [first] = problems;
  if (first !== undefined)
    return (
      <Notice
        tone="attention"
        sentence="This tool cannot be tried as it is."
        notes={[`${first.where === '' ? '' : `${first.where}: `}${first.sentence}`]}
      />
    );
  if (fn === undefined) return <Empty title="There is nothing to try yet" />;
  return (
    <div className={styles['bench']}>
      {functions.length > 1 && (
        <NativeSelect
          label="Function"
          data={functions.map(({ name }) => name)}
          value={fn.name}
          onChange={(event) => setChosen(event.currentTarget.value)}
        />
      )}
      <FunctionBench key={fn.name} tool={tool} fn={fn} />
    </div>
  );
}

function FunctionBench({ tool, fn }: { readonly tool: Tool; readonly fn: AgentFunction }) {
  const { tools } = useServices();
  const fields = fieldsOf(fn.parameters);
  const [value, setValue] = useState<FormValue>(() => emptyValue(fields ?? []));
  const [trial, setTrial] = useState<Trial | 'lost' | null>(null);
  const [asked, setAsked] = useState<{ readonly args: string; readonly count: number } | null>(null);
  const [isRunning, setRunning] = useState(false);
  const missing = missingIn(fields ?? [], value);
  const args = JSON.stringify(value);

  const run = async (): Promise<void> => {
    if (tool.kind === 'operator') {
      setAsked({ args, count: (asked?.count ?? 0) + 1 });
      return;
    }
    setRunning(true);
    setTrial(null);
    setTrial((await tools.tryOut(tool, fn.name, args)) ?? 'lost');
    setRunning(false);
  };

  return (
    <>
      <section aria-label="Arguments" className={styles['arguments']}>
        {fields === null ? (
          <JsonField
            label="Arguments"
            value={value}
            onChange={(next) => setValue(typeof next === 'object' && next !== null ? (next as FormValue) : {})}
          />
        ) : fields.length === 0 ? (
          <p className={styles['none']}>It takes no arguments.</p>
        ) : (
          <ArgumentsForm fields={fields} value={value} onChange={setValue} />
        )}
        <div className={styles['run']}>
          <Button
            loading={isRunning}
            leftSection={<IconPlayerPlay size={15} stroke={1.9} />}
            disabled={missing.length > 0}
            onClick={() => void run()}
          >
            Run
          </Button>
          {missing.length > 0 && <span className={styles['none']}>Still missing: {missing.join(', ')}</span>}
        </div>
      </section>
      <section aria-label="Result" aria-live="polite" className={styles['result']}>
        {trial === 'lost' && (
          <Notice tone="failing" sentence="Switchboard did not answer." remedy="Try again in a moment." />
        )}
        {trial !== null && trial !== 'lost' && <TrialResult trial={trial} />}
        {tool.kind === 'operator' && asked !== null && <PersonTrial key={asked.count} tool={tool} args={asked.args} />}
      </section>
    </>
  );
}
