import type { Transcriber, TranscriberLeg, TranscriberListener } from '../ports/ports-operator';

/** One stretch of an operator's speech, written down by hand. */
export class ScriptedTranscription implements TranscriberLeg {
  readonly appended: string[] = [];
  state: 'open' | 'finishing' | 'closed' = 'open';

  constructor(
    readonly language: string,
    readonly listener: TranscriberListener,
  ) {}

  appendAudio(payload: string): void {
    this.appended.push(payload);
  }

  finish(): void {
    this.state = 'finishing';
  }

  close(): void {
    this.state = 'closed';
  }

  /** An utterance from its first sound to its words. */
  says(utteranceId: string, text: string): void {
    this.listener.onStarted(utteranceId);
    this.listener.onStopped(utteranceId);
    this.listener.onText(utteranceId, text);
  }
}

/** Opens scripted transcriptions, one for each stretch of speaking. */
export class ScriptedTranscriber implements Transcriber {
  readonly legs: ScriptedTranscription[] = [];

  open(language: string, listener: TranscriberListener): TranscriberLeg {
    const leg = new ScriptedTranscription(language, listener);
    this.legs.push(leg);
    return leg;
  }

  /** The one opened last. */
  get last(): ScriptedTranscription {
    const leg = this.legs.at(-1);
    if (leg === undefined) throw new Error('nothing is written down');
    return leg;
  }
}
