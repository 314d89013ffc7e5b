import { useEffect, useState } from 'react';
import { useServices } from '../../services/services';

/** The names of the secrets there are, as they were when the field was shown. */
export function useSecretNames(): readonly string[] {
  const { tools } = useServices();
  const [names, setNames] = useState<readonly string[]>([]);
  useEffect(() => {
    let isShown = true;
    void tools.secrets().then((secrets) => {
      if (isShown && secrets !== null) setNames(secrets.map(({ name }) => name));
    });
    return () => {
      isShown = false;
    };
  }, [tools]);
  return names;
}
