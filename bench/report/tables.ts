import type { CutRun } from '../stages/cut-stage';
import type { EchoRun } from '../stages/echo-stage';
import type { InterruptionRun } from '../stages/interruption-stage';
import type { BombRun } from '../stages/script-stage';
import type { SoundFigure } from '../stages/sound-stage';
import { quantiles } from './quantiles';

/** Raw forward and product with the same load, in the same run. */
export interface EchoPair {
  readonly raw: EchoRun;
  readonly product: EchoRun;
  readonly seconds: number;
}

/** Traffic at so many calls, each pair with its ratios. Markdown. */
export function echoTable(pairs: readonly EchoPair[]): string {
  return table(
    [
      'calls × s',
      'through',
      'round trip p50 / p99 / max ms',
      'added p99 ms',
      'CPU ms per call-second',
      'ratio',
      'event loop p99 ms',
      'MB',
      'frames sent',
      'lost / doubled / misrouted',
    ],
    pairs.flatMap(({ raw, product, seconds }) =>
      [raw, product].map((run) => [
        `${String(run.calls)} × ${String(seconds)}`,
        run.subject,
        `${ms(run.roundTripMs.p50)} / ${ms(run.roundTripMs.p99)} / ${ms(run.roundTripMs.max)}`,
        run === raw ? '' : ms(run.roundTripMs.p99 - raw.roundTripMs.p99),
        ms(run.cpuMsPerCallSecond),
        ms(run.cpuMsPerCallSecond / raw.cpuMsPerCallSecond),
        ms(run.usage.loopDelayP99Ms),
        run.usage.residentMb.toFixed(0),
        String(run.frames.sent),
        wrongs(run),
      ]),
    ),
  );
}

/** One load run several times, raw forward and product in turn or together: a machine that is slower for a minute is so for both. */
export function medianRatio(pairs: readonly EchoPair[]): string {
  const ratios = pairs.map(({ raw, product }) => product.cpuMsPerCallSecond / raw.cpuMsPerCallSecond);
  const inOrder = [...ratios].sort((a, b) => a - b).map(ms);
  return `CPU ratios, in order: ${inOrder.join(', ')}; median ${ms(quantiles(ratios).p50)}`;
}

/** What a model that is slow to connect costs the caller. Markdown. */
export function slowModelTable(run: EchoRun): string {
  return table(
    ['calls', 'model accepts after', 'frames sent', 'lost / doubled / misrouted'],
    [[String(run.calls), '1 s', String(run.frames.sent), wrongs(run)]],
  );
}

/** From `speech_started` to `clear`. Markdown. */
export function interruptionTable(run: InterruptionRun): string {
  const { count, p50, p99, max } = run.latencyMs;
  return table(
    ['calls', 'interruptions', 'p50 / p99 / max ms', 'not followed by clear', 'event loop p99 ms'],
    [
      [
        String(run.calls),
        String(count),
        `${ms(p50)} / ${ms(p99)} / ${ms(max)}`,
        String(run.missed),
        ms(run.usage.loopDelayP99Ms),
      ],
    ],
  );
}

/** What the model believes was heard against what was. Markdown. */
export function cutTable(runs: readonly CutRun[]): string {
  return table(
    ['case', 'one-way delay ms', 'heard ms', 'told the model', 'sent ms', 'off by ms', 'clears', 'refused'],
    runs.map(({ name, oneWayDelayMs, items, clears, refusals }) => [
      name,
      String(oneWayDelayMs),
      items.map(({ heardMs }) => String(heardMs)).join(', '),
      items.map(({ cutAtMs }) => (cutAtMs === null ? 'all' : String(cutAtMs))).join(', '),
      items.map(({ sentMs }) => sentMs.toFixed(0)).join(', '),
      items.map(({ offMs }) => offMs.toFixed(0)).join(', '),
      String(clears),
      refusals.join(', ') || 'none',
    ]),
  );
}

/** Lateness, loss and leftovers of the sound in the desktop app; three figures are the tenth, the median and the 95th percentile. Markdown. */
export function soundTable(figures: readonly SoundFigure[]): string {
  return table(
    ['measured', 'figures'],
    figures.map(({ name, figures: values }) => [name, values]),
  );
}

export function scriptTable(runs: readonly BombRun[]): string {
  return table(
    ['script', 'ended after its time p50 / max ms', 'main loop stalled p50 / max ms'],
    runs.map(({ name, overMs, stalledMs }) => {
      const [over, stalled] = [quantiles(overMs), quantiles(stalledMs)];
      return [name, `${ms(over.p50)} / ${ms(over.max)}`, `${ms(stalled.p50)} / ${ms(stalled.max)}`];
    }),
  );
}

function wrongs({ frames, complaints }: EchoRun): string {
  const { lost, doubled, misrouted, disordered, damaged } = frames;
  const others = [
    ...(disordered > 0 ? [`${String(disordered)} out of order`] : []),
    ...(damaged > 0 ? [`${String(damaged)} damaged`] : []),
    ...new Set(complaints),
  ];
  const named = others.length === 0 ? '' : ` (${others.slice(0, 4).join(', ')})`;
  return `${String(lost)} / ${String(doubled)} / ${String(misrouted)}${named}`;
}

function ms(value: number): string {
  return value.toFixed(2);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
