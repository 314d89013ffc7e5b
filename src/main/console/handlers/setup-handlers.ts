import { implement } from '@orpc/server';
import { setupContract } from '../../../shared/contract/setup-contract';
import type { SetupCommands } from '../../ports/ports';

/** The handlers of the part of the contract that is about what the user chose. */
export function createSetupHandlers(commands: SetupCommands) {
  const setup = implement(setupContract);
  return setup.router({
    get: setup.get.handler(() => commands.get()),
    reachOnboarding: setup.reachOnboarding.handler(({ input }) => commands.reachOnboarding(input.step)),
    chooseReach: setup.chooseReach.handler(({ input }) => commands.chooseReach(input)),
    chooseFallback: setup.chooseFallback.handler(({ input }) => commands.chooseFallback(input.url)),
    chooseOperatorReturn: setup.chooseOperatorReturn.handler(({ input }) =>
      commands.chooseOperatorReturn(input.seconds),
    ),
    importEnv: setup.importEnv.handler(({ input }) => commands.importEnv(input.text)),
    practise: setup.practise.handler(({ input }) => commands.practise(input.on)),
  });
}
