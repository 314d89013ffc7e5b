import { parentPort, workerData } from 'node:worker_threads';
import quickjs from '@jitl/quickjs-singlefile-cjs-release-sync';
import { newQuickJSWASMModuleFromVariant } from 'quickjs-emscripten-core';
import type { FromScriptThread, ScriptThreadData, ToScriptThread } from './script-messages';
import { ScriptSandbox } from './script-sandbox';

const port = parentPort;

/** Loads the engine, then runs the thread's one script. The main thread ends it. */
async function run(data: ScriptThreadData): Promise<void> {
  const tell = (message: FromScriptThread): void => port?.postMessage(message);
  const sandbox = new ScriptSandbox(
    await newQuickJSWASMModuleFromVariant(quickjs),
    data,
    () => performance.now(),
    tell,
  );
  port?.on('message', ({ id, ...rest }: ToScriptThread) =>
    sandbox.fetched(id, rest.ok, rest.ok ? rest.answer : rest.reason),
  );
  tell({ kind: 'ready' });
  sandbox.run();
}

if (port !== null) void run(workerData as ScriptThreadData);
