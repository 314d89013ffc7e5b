import { use, type ComponentType, type ReactNode } from 'react';

/** A part of the page whose code comes when it is first shown or, so that nobody waits for it, when it is told to `fetch`. */
export interface LazyView {
  (): ReactNode;
  fetch(): Promise<unknown>;
}

/** Wraps what `load` brings. `React.lazy` shows its fallback for a moment even where the code has come; this one does not. */
export function lazyView(load: () => Promise<ComponentType>): LazyView {
  let loading: Promise<ComponentType> | undefined;
  let loaded: ComponentType | undefined;
  const fetch = (): Promise<ComponentType> => {
    loading ??= load().then((view) => (loaded = view));
    return loading;
  };
  function View(): ReactNode {
    const Loaded = loaded ?? use(fetch());
    return <Loaded />;
  }
  return Object.assign(View, { fetch });
}
