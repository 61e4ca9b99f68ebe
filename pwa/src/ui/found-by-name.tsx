import { useEffect, useState } from 'preact/hooks';
import type { Problem } from '../data/problem.ts';
import { Button } from './button.tsx';
import { ErrorBox } from './error-box.tsx';
import { TextField } from './field.tsx';

interface Named {
  id: string;
  name: string;
}

/** Typing rests this long before the directory is asked. */
const REST_MS = 300;
const FEWEST_CHARACTERS = 2;

/** What is typed, and what of it is to be asked for once typing rests; '' while that is too little. */
export function useSought(): { text: string; setText: (text: string) => void; sought: string } {
  const [text, setText] = useState('');
  const [sought, setSought] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => {
      const rested = text.trim();
      setSought(Array.from(rested).length >= FEWEST_CHARACTERS ? rested : '');
    }, REST_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return { text, setText, sought };
}

/** A field for a part of a name, and below it what was found by it. */
export function FoundByName<T extends Named>({
  label,
  hint,
  listLabel,
  isListed = false,
  none,
  text,
  onInput,
  found,
  problem,
  error,
  onChoose,
}: {
  label: string;
  hint: string;
  listLabel: string;
  /** the label of the list stands over it too */
  isListed?: boolean;
  none: string;
  text: string;
  onInput: (text: string) => void;
  /** undefined: not asked */
  found: readonly T[] | undefined;
  problem: Problem | null | undefined;
  error: string | undefined;
  onChoose: (found: T) => void;
}) {
  return (
    <>
      <TextField label={label} hint={hint} type="search" value={text} onInput={onInput} error={error} maxLength={50} />
      {problem && <ErrorBox problem={problem} />}
      {found?.length === 0 && <p class="muted">{none}</p>}
      <NamedChoices label={listLabel} isListed={isListed} of={found ?? []} onChoose={onChoose} />
    </>
  );
}

/** Each a press. */
export function NamedChoices<T extends Named>({
  label,
  isListed = true,
  of,
  onChoose,
}: {
  label: string;
  isListed?: boolean;
  of: readonly T[];
  onChoose: (chosen: T) => void;
}) {
  if (of.length === 0) return null;
  return (
    <>
      {isListed && <p class="muted small">{label}</p>}
      <ul class="stack-tight" aria-label={label}>
        {of.map((one) => (
          <li key={one.id}>
            <Button wide onClick={() => onChoose(one)}>
              {one.name}
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}

/** What was chosen, and the way back to the choice. */
export function ChosenName({
  label,
  name,
  change,
  onChange,
}: {
  label: string;
  name: string;
  change: string;
  onChange: () => void;
}) {
  return (
    <div class="row-between">
      <div>
        <p class="muted small">{label}</p>
        <strong>{name}</strong>
      </div>
      <Button onClick={onChange}>{change}</Button>
    </div>
  );
}
