import type { ComponentChildren, InputHTMLAttributes } from 'preact';
import { useId } from 'preact/hooks';
import { t } from '../i18n/common.ts';
import { Icon } from './icon.tsx';
import { Field, type FieldProps } from './labelled.tsx';

export { Field };

interface ValueProps {
  value: string;
  onInput: (value: string) => void;
}

interface TextInputProps {
  type?: 'text' | 'password' | 'tel' | 'search' | 'number';
  name?: string;
  autocomplete?: 'username' | 'current-password' | 'new-password' | 'one-time-code' | 'name' | 'tel' | 'off';
  inputmode?: 'text' | 'numeric' | 'tel' | 'search';
  maxLength?: number;
  placeholder?: string;
  onBlur?: () => void;
}

export function TextField(props: FieldProps & ValueProps & TextInputProps) {
  const { label, hint, error, optional = false, value, onInput, onBlur, type = 'text', ...input } = props;
  return (
    <Field label={label} hint={hint} error={error} optional={optional}>
      {(wiring) => (
        <input
          class="input"
          // Preact types each input type as a shape of its own, which a union of types fits none of.
          {...({ ...input, type } as InputHTMLAttributes)}
          {...wiring}
          value={value}
          onInput={(event) => onInput(event.currentTarget.value)}
          onBlur={() => onBlur?.()}
        />
      )}
    </Field>
  );
}

export function TextArea(props: FieldProps & ValueProps & { name?: string; rows?: number; maxLength?: number }) {
  const { label, hint, error, optional, value, onInput, ...area } = props;
  return (
    <Field label={label} hint={hint} error={error} optional={optional ?? false}>
      {(wiring) => (
        <textarea
          class="input"
          {...area}
          {...wiring}
          value={value}
          onInput={(event) => onInput(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

/** A calendar date, YYYY-MM-DD or empty. The browser's own picker: it knows the reader's habits and the screen reader. */
export function DateField({
  label,
  hint,
  error,
  optional,
  value,
  onInput,
  min,
  max,
}: FieldProps & ValueProps & { min?: string; max?: string }) {
  return (
    <Field label={label} hint={hint} error={error} optional={optional ?? false}>
      {(wiring) => (
        <input
          class="input number"
          type="date"
          {...wiring}
          min={min}
          max={max}
          value={value}
          onInput={(event) => onInput(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

/** A day with its time, `YYYY-MM-DDTHH:mm` or empty; of which zone is the caller's to know. */
export function DateTimeField({
  label,
  hint,
  error,
  optional,
  value,
  onInput,
  max,
}: FieldProps & ValueProps & { max?: string }) {
  return (
    <Field label={label} hint={hint} error={error} optional={optional ?? false}>
      {(wiring) => (
        <input
          class="input number"
          type="datetime-local"
          {...wiring}
          max={max}
          value={value}
          onInput={(event) => onInput(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

export interface Option {
  value: string;
  label: string;
}

export function Select(
  props: FieldProps &
    ValueProps & {
      options: readonly Option[];
      /** Shown while nothing is chosen; `true`: 请选择. */
      placeholder?: string | true;
      name?: string;
    },
) {
  const { label, hint, error, optional, value, onInput, options, placeholder, ...select } = props;
  return (
    <Field label={label} hint={hint} error={error} optional={optional ?? false}>
      {(wiring) => (
        <select
          class="input"
          {...select}
          {...wiring}
          value={value}
          onChange={(event) => onInput(event.currentTarget.value)}
        >
          {placeholder !== undefined && (
            <option value="">{placeholder === true ? t('field.choose') : placeholder}</option>
          )}
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

/** A box to tick, with its sentence. */
export function Checkbox({
  checked,
  onChange,
  error,
  children,
}: {
  checked: boolean;
  onChange: (checked: boolean) => void;
  error?: string | undefined;
  children: ComponentChildren;
}) {
  const id = useId();
  return (
    <div>
      <label class="check">
        <input
          type="checkbox"
          checked={checked}
          aria-invalid={error !== undefined}
          aria-describedby={error ? id : undefined}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
        <span>{children}</span>
      </label>
      {error && (
        <p class="field-error" id={id}>
          <Icon name="alert" size={18} />
          {error}
        </p>
      )}
    </div>
  );
}

/** One of a few, all visible. */
export function Segmented({
  legend,
  value,
  options,
  onChange,
}: {
  legend: string;
  value: string;
  options: readonly Option[];
  onChange: (value: string) => void;
}) {
  const name = useId();
  return (
    <div role="radiogroup" aria-label={legend} class="segmented">
      {options.map((option) => (
        <label key={option.value}>
          <input type="radio" name={name} checked={option.value === value} onChange={() => onChange(option.value)} />
          <span>{option.label}</span>
        </label>
      ))}
    </div>
  );
}
