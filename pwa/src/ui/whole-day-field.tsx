import { useEffect, useRef, useState } from 'preact/hooks';
import { DateField } from './field.tsx';
import { dayProblem, EARLIEST_DAY } from './whole-day.ts';

/** A key may follow: `1` of `12` is a month too. */
const PAUSE_MS = 400;

/**
 * A date that a question is asked with: told when it is whole, between `min` and `max`, and the typing has paused. Until then what was asked
 * stays, and the field says what is wrong.
 */
export function WholeDayField({
  label,
  value,
  min = EARLIEST_DAY,
  max,
  outside,
  onDay,
}: {
  label: string;
  value: string;
  min?: string;
  max: string;
  /** what is said of a whole day that cannot be meant */
  outside: string;
  onDay: (day: string) => void;
}) {
  const [text, setText] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => setText(value), [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const typed = (next: string) => {
    setText(next);
    clearTimeout(timer.current);
    if (dayProblem(next, min, max) === null && next !== value) timer.current = setTimeout(() => onDay(next), PAUSE_MS);
  };
  return (
    <DateField
      label={label}
      value={text}
      min={min}
      max={max}
      error={dayProblem(text, min, max) === 'outside' ? outside : undefined}
      onInput={typed}
    />
  );
}
