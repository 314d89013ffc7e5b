import type { InferContractRouterInputs, InferContractRouterOutputs } from '@orpc/contract';
import type { CallEvent, DeskEvent } from '../../shared/call/events';
import type { contract } from '../../shared/contract/contract';

type Inputs = InferContractRouterInputs<typeof contract>;
type Outputs = InferContractRouterOutputs<typeof contract>;

/** Tells the page of events that happen now. */
export type Tell = (callId: string | null, ...events: readonly (CallEvent | DeskEvent)[]) => void;

/** Streams are answered with their items; the stream stays open after the last one. */
type Answered<O> = O extends AsyncIterable<infer Item> ? readonly Item[] : O;

/** Answer of a procedure, or the function that makes one of what was asked. */
type Answer<I, O> = Answered<O> | ((asked: I, tell: Tell) => Answered<O> | Promise<Answered<O>>);

/** Answers of the procedures, by group and name, typed by the contract. */
export type Answers = {
  readonly [Group in Exclude<keyof Inputs, 'console'>]?: {
    readonly [Name in keyof Inputs[Group] & keyof Outputs[Group]]?: Answer<Inputs[Group][Name], Outputs[Group][Name]>;
  };
};

/** One answer for every procedure. */
export type AllAnswers = { readonly [Group in keyof Answers]-?: Required<NonNullable<Answers[Group]>> };

/** Answers nothing, as a service that is slow: what waits for it stays busy. */
export const never = (): Promise<never> => new Promise(() => undefined);

/** Fails as a handler that threw: the page learns only that there is no answer. */
export const broken = (): Promise<never> => Promise.reject(new Error('This answer is broken'));
