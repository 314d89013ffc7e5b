import { Button, NativeSelect } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useState } from 'react';
import { functionsOf, type AgentFunction } from '../../../shared/tool/agent-function';
import { exactJson } from '../../../shared/tool/exact-json';
import type { OperatorTool, Tool } from '../../../shared/tool/tool';
import { emptyValue, fieldsOf, keptOf, missingIn, type FormValue } from '../../../shared/tool/schema-form';
import type { ToolProblem } from '../../../shared/tool/tool-problems';
import { useServices } from '../../services/services';
import { Empty } from '../../ui/empty';
import { useFocusBack } from '../../ui/keyboard/focus';
import { Notice } from '../../ui/notice';
import { formatOffset } from '../../ui/text/format';
import { useTimed } from '../../ui/time/timer';
import { AnswerForm } from './answer-form';
import { ArgumentsForm } from './arguments-form';
import styles from './bench.module.css';
import { JsonField } from './json-field';
import type { Refusal } from '../../client/refusals/refusals';
import { TrialResult, type Trial } from './trial-result';

/** The editor's names for the parts of a tool. */
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

/** Describes a tool's problem in one sentence, with its field named as in the editor. */
function problemLabel({ where, sentence }: ToolProblem): string {
  const place = PLACES[where.split('.')[0] ?? ''];
  return place === undefined ? sentence : `${place}: ${sentence}`;
}

interface BenchProps {
  readonly tool: Tool;
  readonly problems: readonly ToolProblem[];
  /** Arguments filled in earlier, by function name; `onFill` keeps new ones. */
  readonly filled: Filled;
  readonly onFill: (filled: Filled) => void;
}

/** Arguments by function name. */
export type Filled = Readonly<Record<string, FormValue>>;

/** Test bench that gives a tool arguments and runs it as a call would. */
export function Bench({ tool, problems, filled, onFill }: BenchProps) {
  const functions = functionsOf([tool]);
  const [chosen, setChosen] = useState('');
  const fn = functions.find(({ name }) => name === chosen) ?? functions[0];
  const [first] = problems;
  if (first !== undefined)
    return <Notice tone="attention" sentence="This tool cannot be tried as it is." notes={[problemLabel(first)]} />;
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
  const [trial, setTrial] = useState<Trial | Refusal | null>(null);
  const [asked, setAsked] = useState<{ readonly args: string; readonly count: number } | null>(null);
  const [isRunning, setRunning] = useState(false);
  const runButton = useFocusBack(isRunning);
  const missing = missingIn(fields ?? [], value);
  const args = exactJson(value);

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
    setTrial(answer.reached ? answer.value : answer.refusal);
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
        {trial !== null && 'remedy' in trial && <Notice tone="failing" {...trial} />}
        {trial !== null && 'outcome' in trial && <TrialResult trial={trial} />}
        {tool.kind === 'operator' && asked !== null && <PersonTrial key={asked.count} tool={tool} args={asked.args} />}
      </section>
    </>
  );
}

interface PersonTrialProps {
  readonly tool: OperatorTool;
  readonly args: string;
}

/** A person's tool on the bench: whoever tries it is the person. */
function PersonTrial({ tool, args }: PersonTrialProps) {
  const [began] = useState(() => performance.now());
  const [given, setGiven] = useState<Trial | null>(null);
  const leftMs = useTimed(() => Math.max(0, Math.ceil((tool.timeoutMs - (performance.now() - began)) / 1000) * 1000));
  const settle = (outcome: Trial['outcome']): void =>
    setGiven((before) => before ?? { outcome, tookMs: performance.now() - began, log: [`Arguments: ${args}`] });
  if (given !== null) return <TrialResult trial={given} byPerson />;
  if (leftMs === 0) return <TrialResult trial={nobody(tool)} byPerson />;
  return (
    <div className={styles['card']}>
      <div className={styles['head']}>
        <strong>The agent asks you</strong>
        <time>{formatOffset(leftMs)}</time>
      </div>
      <AnswerForm
        name={tool.name}
        options={tool.options ?? []}
        schema={tool.answer}
        isSending={false}
        onAnswer={(output) => settle({ ok: true, output })}
        onReject={(reason) => settle({ ok: false, failure: 'refused', detail: reason })}
      />
    </div>
  );
}

function nobody({ ifNobody, timeoutMs }: OperatorTool): Trial {
  const outcome =
    ifNobody === undefined
      ? ({ ok: false, failure: 'timed-out', detail: 'Nobody answered in time' } as const)
      : ({ ok: true, output: ifNobody } as const);
  return { outcome, tookMs: timeoutMs, log: [] };
}
