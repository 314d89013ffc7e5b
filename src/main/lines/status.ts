import type { DeskEvent } from '../../shared/call/events';
import { MAX_DETAIL_CHARS } from '../../shared/call/fact';
import type { GoLiveStep } from '../../shared/line/go-live-step';
import { problemLabels } from '../../shared/line/line-problem';
import type { LineError } from './line-error';

/**
 * Status of a line; each state carries only the fields that hold in it. `remark`: a sentence beside the problem's own.
 */
export type LineStatus =
  | { readonly state: 'off'; readonly error?: LineError; readonly step?: GoLiveStep; readonly remark?: string }
  | { readonly state: 'going live'; readonly step: GoLiveStep }
  | { readonly state: 'live' }
  | { readonly state: 'degraded'; readonly error: LineError; readonly remark?: string };

type LineChanged = Extract<DeskEvent, { type: 'line.changed' }>;

/** The journal event of a line's present status. */
export function lineChanged(number: string, agentName: string, status: LineStatus): LineChanged {
  const error = 'error' in status ? status.error : undefined;
  const step = 'step' in status ? status.step : undefined;
  const remark = 'remark' in status ? status.remark : undefined;
  const detail = [...(error === undefined ? [] : wordsOf(error)), ...(remark === undefined ? [] : [remark])].join(' ');
  return {
    type: 'line.changed',
    number,
    state: status.state,
    agentName,
    ...(step !== undefined && { step }),
    ...(error !== undefined && { problem: error.problem }),
    ...(detail !== '' && { detail: detail.slice(0, MAX_DETAIL_CHARS) }),
  };
}

/** True when both statuses make the same event, so the second is no news. */
export function isSameStatus(one: LineStatus, other: LineStatus): boolean {
  return JSON.stringify(lineChanged('', '', one)) === JSON.stringify(lineChanged('', '', other));
}

function wordsOf({ problem, code }: LineError): readonly string[] {
  const { sentence, remedy } = problemLabels(problem);
  return code === undefined ? [sentence, remedy] : [sentence, remedy, `Code: ${code}.`];
}
