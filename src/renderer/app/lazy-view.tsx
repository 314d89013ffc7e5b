import { use, type ComponentType, type ReactNode } from 'react';

/** Component whose code loads when it is first shown, or earlier on `fetch`, so that nobody waits for it. */
export interface LazyView {
  (): ReactNode;
  fetch(): Promise<unknown>;
}

/**
 * Wraps the component that `load` resolves to. `React.lazy` shows its fallback for a moment even if the code has
 * loaded; this one does not.
 */
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
