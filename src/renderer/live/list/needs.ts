import { LIMIT_NAMES } from '../../../shared/agent/agent-limits';
import { isOperatorLost, type Call } from '../../../shared/call/call';
import { plainLine } from '../../ui/text/plain-text';
import { toolsWaiting } from './call-order';
import { DEAD_AIR_NEEDS_YOU_MS, deadAir } from '../labels/dead-air';

/** A transfer that failed asks for a person for this long; ms. */
const TRANSFER_FAILED_MS = 20_000;

/** Why a call needs a person at `now`, in two or three words; null when it does not. */
export function needOf(call: Call, now: number): string | null {
  if (call.phase.name !== 'live') return null;
  if (isOperatorLost(call)) return 'operator lost';
  const [tool, ...more] = toolsWaiting(call);
  if (tool !== undefined) {
    const act = tool.approval?.state === 'asked' ? 'approve' : 'answer';
    return `${act} ${plainLine(tool.name)}${more.length > 0 ? ` +${String(more.length)}` : ''}`;
  }
  const change = call.floorChange;
  if (change?.why === 'transfer-failed' && now - change.at < TRANSFER_FAILED_MS) return 'transfer failed';
  if (call.raised !== null) return `${LIMIT_NAMES[call.raised.limit]} reached`;
  const silence = deadAir(call, now);
  if (silence === null || now - silence.since < DEAD_AIR_NEEDS_YOU_MS || call.floor !== 'agent') return null;
  return `silent ${String(Math.floor((now - silence.since) / 1000))} s`;
}
