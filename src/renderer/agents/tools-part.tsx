import { Badge } from '../ui/badge';
import { Empty } from '../ui/empty';
import { plainText } from '../ui/plain-text';
import type { PartProps } from './agent-editor';
import { Notice } from '../ui/notice';
import styles from './tools-part.module.css';

/** The functions the agent may call. */
export function ToolsPart({ profile, problemOf }: PartProps) {
  const problem = problemOf('tools');
  return (
    <div className={styles['tools']}>
      {problem !== undefined && <Notice tone="failing" sentence={problem} />}
      {profile.tools.length === 0 && <Empty title="This agent has no tools" />}
      <ul>
        {profile.tools.map((tool, index) => (
          <li key={index}>
            <strong>{tool.name}</strong> <Badge>{tool.kind}</Badge>
            <p>{plainText(tool.description)}</p>
          </li>
        ))}
      </ul>
    </div>
  );
}
