import type { CutRun } from '../stages/cut-stage';
import type { EchoRun } from '../stages/echo-stage';
import type { InterruptionRun } from '../stages/interruption-stage';
import type { BombRun } from '../stages/script-stage';
import type { SoundFigure } from '../stages/sound-stage';
import { quantiles } from './quantiles';

/** Raw forward and product under the same load, in the same run. */
export interface EchoPair {
  readonly raw: EchoRun;
  readonly product: EchoRun;
  readonly seconds: number;
}

/** Markdown table of traffic by number of calls, each pair with its ratios. */
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

/**
 * CPU ratios of one load run several times, raw forward and product in turn or together. A machine that is slower for a
 * minute affects both.
 */
export function medianRatio(pairs: readonly EchoPair[]): string {
  const ratios = pairs.map(({ raw, product }) => product.cpuMsPerCallSecond / raw.cpuMsPerCallSecond);
  const inOrder = [...ratios].sort((a, b) => a - b).map(ms);
  return `CPU ratios, in order: ${inOrder.join(', ')}; median ${ms(quantiles(ratios).p50)}`;
}

/** Markdown table of the effect on calls of a model that is slow to connect. */
export function slowModelTable(run: EchoRun): string {
  return table(
    ['calls', 'model accepts after', 'frames sent', 'lost / doubled / misrouted'],
    [[String(run.calls), '1 s', String(run.frames.sent), wrongs(run)]],
  );
}

/** Markdown table of the latency from `speech_started` to `clear`. */
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

/** Markdown table of the audio the model believes was heard against the audio that was heard. */
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

/**
 * Markdown table of latency, loss and leftovers of audio in the desktop app. Three figures are the 10th, 50th and 95th
 * percentile.
 */
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

/** Writes a time. */
export function ms(value: number): string {
  return value.toFixed(2);
}

/** Writes a Markdown table. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
