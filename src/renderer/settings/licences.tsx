import { Button } from '@mantine/core';
import { useState } from 'react';
import { LicencesSchema, type Licences } from '../../shared/contract/licences';
import { Notice } from '../ui/notice';
import { plainLine } from '../ui/text/plain-text';
import styles from './licences.module.css';

/** Licences of what Switchboard is made of, from the file that the build made; shown on request. */
export function LicencesList() {
  const [licences, setLicences] = useState<Licences | 'asking' | 'missing' | null>(null);
  const show = async (): Promise<void> => {
    setLicences('asking');
    setLicences(await readLicences());
  };
  if (licences === null || licences === 'asking')
    return (
      <div>
        <Button variant="default" loading={licences === 'asking'} onClick={() => void show()}>
          Licences of what it is made of
        </Button>
      </div>
    );
  if (licences === 'missing')
    return (
      <Notice
        tone="failing"
        sentence="The licences could not be read."
        remedy="They come with a build: resources/licences.json."
      />
    );
  return (
    <ul aria-label="Licences" className={styles['licences']}>
      {licences.map(({ name, version, licence, text }) => (
        <li key={`${name} ${version}`}>
          <details>
            <summary>{`${plainLine(name)} ${plainLine(version)}, ${plainLine(licence)}`}</summary>
            <pre className={styles['text']}>{text}</pre>
          </details>
        </li>
      ))}
    </ul>
  );
}

async function readLicences(): Promise<Licences | 'missing'> {
  try {
    const answer = await fetch('licences.json');
    return LicencesSchema.parse(await answer.json());
  } catch {
    return 'missing';
  }
}
