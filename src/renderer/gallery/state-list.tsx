import { STATES } from './states/states';

/** Links to every state. */
export function StateList() {
  return (
    <main>
      <h1>Gallery</h1>
      <p>Every state of every screen, before a scripted main process. Colour scheme and width are the browser’s.</p>
      <ul>
        {STATES.map(({ name }) => (
          <li key={name}>
            <a href={`#/${name}`}>{name}</a>
          </li>
        ))}
      </ul>
    </main>
  );
}
