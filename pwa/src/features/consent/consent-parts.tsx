import { useRef, useState } from 'preact/hooks';
import type { SignConsentInput } from '../../data/generated/consents.ts';
import { newId } from '../../data/ids.ts';
import type { Problem } from '../../data/problem.ts';
import { t } from '../../i18n/consent.ts';
import { Checkbox } from '../../ui/field.tsx';
import type { SheetItem } from './sheet-items.ts';
import { type SignedChoice, wordsOf } from './sign-form.tsx';
import { ConsentTextView, contentOf } from './text-view.tsx';

export interface Sheet {
  items: readonly SheetItem[];
  /** codes that are not ticked: they stay undecided */
  left: ReadonlySet<string>;
  isNone: boolean;
  tick: (code: string, isTicked: boolean) => void;
  /** One choice for each ticked vaccine, each a record of its own, tied to its words. @returns why one was refused */
  sign: (choice: SignedChoice) => Promise<Problem | null>;
}

/** One sheet for the vaccines of a visit: one choice, one signature. @param save records one decision; null: done */
export function useSheet(
  personId: string,
  items: readonly SheetItem[],
  save: (commandId: string, input: SignConsentInput, vaccine: string) => Promise<Problem | null>,
): Sheet {
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [isNone, setNone] = useState(false);
  const made = useRef(new Map<string, { commandId: string; consentId: string }>());
  const done = useRef(new Set<string>());
  return {
    items,
    left,
    isNone,
    tick(code, isTicked) {
      setNone(false);
      setLeft(new Set(isTicked ? [...left].filter((one) => one !== code) : [...left, code]));
    },
    async sign(choice) {
      const ticked = items.filter(({ vaccine }) => !left.has(vaccine.code));
      setNone(ticked.length === 0);
      if (ticked.length === 0) return { code: 'BAD_INPUT', reason: 'required' };
      for (const { vaccine, text } of ticked) {
        // What was taken before another one was refused is not signed twice.
        if (done.current.has(vaccine.code)) continue;
        const ids = made.current.get(vaccine.code) ?? { commandId: newId(), consentId: newId() };
        made.current.set(vaccine.code, ids);
        const input = { ...choice, ...wordsOf(text, vaccine.code), consentId: ids.consentId, personId };
        const refused = await save(ids.commandId, input, vaccine.name);
        if (refused) return refused;
        done.current.add(vaccine.code);
      }
      return null;
    },
  };
}

/** The words of a sheet, of each vaccine apart. */
export function ConsentParts({ sheet }: { sheet: Sheet }) {
  const { items, left, isNone, tick } = sheet;
  const [only] = items.length === 1 ? items : [];
  if (only) return <ConsentTextView text={only.text} />;
  return (
    <>
      <p class="muted small">{t('sheet.hint')}</p>
      {items.map(({ vaccine, text }, at) => (
        <section key={vaccine.code} class="consent-part" aria-label={vaccine.name}>
          <Checkbox checked={!left.has(vaccine.code)} onChange={(isTicked) => tick(vaccine.code, isTicked)}>
            <strong>{vaccine.name}</strong>
          </Checkbox>
          <details open={at === 0}>
            <summary>{contentOf(text).title}</summary>
            <ConsentTextView text={text} />
          </details>
        </section>
      ))}
      {isNone && (
        <p class="field-error" role="alert">
          {t('sheet.none')}
        </p>
      )}
    </>
  );
}

/** What the sheet is called. */
export const sheetTitle = ([first, ...more]: readonly SheetItem[]): string =>
  first && more.length === 0 ? contentOf(first.text).title : t('sheet.title', { count: more.length + 1 });
