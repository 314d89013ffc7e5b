import { Button, NativeSelect } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useState } from 'react';
import { functionsOf, type AgentFunction } from '../../../shared/tool/agent-function';
import { emptyValue, fieldsOf, keptOf, missingIn, type FormValue } from '../../../shared/tool/schema-form';
import type { Tool } from '../../../shared/tool/tool';
import type { ToolProblem } from '../../../shared/tool/tool-problems';
import { useServices } from '../../services/services';
import { Empty } from '../../ui/empty';
import { Notice } from '../../ui/notice';
import { useFocusBack } from '../../ui/keyboard/use-focus-back';
import { ArgumentsForm } from './arguments-form';
import styles from './bench.module.css';
import { JsonField } from './json-field';
import { PersonTrial } from './person-trial';
import { TrialResult, type Trial } from './trial-result';

/** Names the editor has for the parts of a tool. */
const PLACES: Readonly<Record<string, string>> = {
  name: 'Name',
  description: 'Description',
  parameters: 'Arguments',
  answer: 'Fields of the form',
  options: 'One-click replies',
  ifNobody: 'When nobody answers in time',
  whileRunning: 'What the agent says meanwhile',
  timeoutMs: 'Time-out',
  url: 'Address',
  headers: 'Headers',
  query: 'Query',
  body: 'Body',
  pick: 'Parts of the answer',
  code: 'JavaScript',
  origins: 'fetch may ask',
  functions: 'Its tools',
  destinations: 'To whom',
  countries: 'Countries',
  approval: 'Approval',
};

/** A problem of a tool in one sentence, with the field it is in as the editor names it. */
function problemWords({ where, sentence }: ToolProblem): string {
  const place = PLACES[where.split('.')[0] ?? ''];
  return place === undefined ? sentence : `${place}: ${sentence}`;
}

interface BenchProps {
  readonly tool: Tool;
  readonly problems: readonly ToolProblem[];
  /** What was filled in before, by the name of the function; and where to keep what is. */
  readonly filled: Filled;
  readonly onFill: (filled: Filled) => void;
}

/** Arguments by the name of a function. */
export type Filled = Readonly<Record<string, FormValue>>;

/** The bench: a tool is given arguments and run as a call would run it. */
export function Bench({ tool, problems, filled, onFill }: BenchProps) {
  const functions = functionsOf([tool]);
  const [chosen, setChosen] = useState('');
  const fn = functions.find(({ name }) => name === chosen) ?? functions[0];
  const [first] = problems;
  if (first !== undefined)
    return <Notice tone="attention" sentence="This tool cannot be tried as it is." notes={[problemWords(first)]} />;
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
      <FunctionBench
        key={fn.name}
        tool={tool}
        fn={fn}
        filled={filled[fn.name]}
        onFill={(value) => onFill({ ...filled, [fn.name]: value })}
      />
    </div>
  );
}

interface FunctionBenchProps {
  readonly tool: Tool;
  readonly fn: AgentFunction;
  readonly filled: FormValue | undefined;
  readonly onFill: (value: FormValue) => void;
}

function FunctionBench({ tool, fn, filled, onFill }: FunctionBenchProps) {
  const { query } = useServices();
  const fields = fieldsOf(fn.parameters);
  const [value, setValue] = useState<FormValue>(() => ({
    ...emptyValue(fields ?? []),
    ...(fields === null ? filled : keptOf(fields, filled ?? {})),
  }));
  const [trial, setTrial] = useState<Trial | 'lost' | null>(null);
  const [asked, setAsked] = useState<{ readonly args: string; readonly count: number } | null>(null);
  const [isRunning, setRunning] = useState(false);
  const runButton = useFocusBack(isRunning);
  const missing = missingIn(fields ?? [], value);
  const args = JSON.stringify(value);

  const fill = (next: FormValue): void => {
    setValue(next);
    onFill(next);
  };
  const run = async (): Promise<void> => {
    if (tool.kind === 'operator') {
      setAsked({ args, count: (asked?.count ?? 0) + 1 });
      return;
    }
    setRunning(true);
    setTrial(null);
    const answer = await query((api) => api.tool.tryOut({ tool, functionName: fn.name, arguments: args }));
    setTrial(answer.reached ? answer.value : 'lost');
    setRunning(false);
  };

  return (
    <>
      <section aria-label="Arguments" className={styles['arguments']}>
        {fields === null ? (
          <JsonField
            label="Arguments"
            value={value}
            onChange={(next) => fill(typeof next === 'object' && next !== null ? (next as FormValue) : {})}
          />
        ) : fields.length === 0 ? (
          <p className={styles['none']}>It takes no arguments.</p>
        ) : (
          <ArgumentsForm fields={fields} value={value} onChange={fill} />
        )}
        <div className={styles['run']}>
          <Button
            ref={runButton}
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
