import { implement } from '@orpc/server';
import { dictationContract } from '../../../shared/contract/dictation-contract';
import type { HeadsetCommands } from '../headset/headsets';
import { verdict } from './on-call';

/** The handlers of the part of the contract that is about what operators dictate. */
export function createDictationHandlers(
  headsets: Pick<HeadsetCommands, 'beginDictation' | 'finishDictation' | 'cancelDictation'>,
) {
  const dictation = implement(dictationContract);
  return dictation.router({
    begin: dictation.begin.handler(({ input }) => verdict(headsets.beginDictation(input.headsetId, input.language))),
    finish: dictation.finish.handler(({ input }) => headsets.finishDictation(input.headsetId)),
    cancel: dictation.cancel.handler(({ input }) => verdict(headsets.cancelDictation(input.headsetId))),
  });
}
