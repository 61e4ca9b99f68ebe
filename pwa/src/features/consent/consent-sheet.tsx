import { useRef, useState } from 'preact/hooks';
import { t } from '../../i18n/consent.ts';
import { newId } from '../../offline/ids.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Checkbox } from '../../ui/field.tsx';
import { toast } from '../../ui/toast.tsx';
import { deviceName } from './facts.ts';
import { saveConsent } from './save-consent.ts';
import { SignForm, wordsOf } from './sign-form.tsx';
import { type ConsentText, ConsentTextView, contentOf } from './text-view.tsx';

/** A vaccine to be decided on, with the words that are read for it. */
export interface SheetItem {
  vaccine: { code: string; name: string };
  text: ConsentText;
}

/**
 * The sheet handed to the guardian on the tablet: the words for each vaccine of the visit, one choice, one signature. Each vaccine gets
 * a record of its own, tied to its words; one that is not ticked stays undecided.
 */
export function ConsentSheet({
  person,
  items,
  onClose,
  onChanged,
}: {
  person: { id: string; name: string; birthDate: string };
  items: readonly SheetItem[];
  onClose: () => void;
  onChanged: () => void;
}) {
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  // Each sheet that is handed over is a decision of its own.
  const made = useRef(new Map(items.map(({ vaccine }) => [vaccine.code, { commandId: newId(), consentId: newId() }])));
  const [isNone, setNone] = useState(false);
  const [only] = items.length === 1 ? items : [];
  const tick = (code: string, isTicked: boolean) => {
    setNone(false);
    setLeft(new Set(isTicked ? [...left].filter((one) => one !== code) : [...left, code]));
  };
  return (
    <Dialog
      title={only ? contentOf(only.text).title : t('sheet.title', { count: items.length })}
      onClose={onClose}
      isForm
    >
      <p>
        <bdi>{person.name}</bdi>
        {only && ` · ${only.vaccine.name}`}
      </p>
      {only ? (
        <ConsentTextView text={only.text} />
      ) : (
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
      )}
      <SignForm
        device={deviceName('tablet')}
        onTablet
        onSign={async (choice) => {
          const ticked = items.filter(({ vaccine }) => !left.has(vaccine.code));
          setNone(ticked.length === 0);
          if (ticked.length === 0) return { code: 'BAD_INPUT', reason: 'required' };
          let isQueued = false;
          for (const { vaccine, text } of ticked) {
            const ids = made.current.get(vaccine.code);
            // What was taken before another one was refused is not signed twice.
            if (!ids) continue;
            const input = { ...choice, ...wordsOf(text, vaccine.code), consentId: ids.consentId, personId: person.id };
            const label = { name: person.name, birthDate: person.birthDate, vaccine: vaccine.name };
            const saved = await saveConsent(ids.commandId, input, label);
            if (saved.kind === 'refused') return saved.problem;
            made.current.delete(vaccine.code);
            isQueued ||= saved.kind === 'queued';
          }
          toast(isQueued ? t('queued') : t('signed'));
          onChanged();
          onClose();
          return null;
        }}
      />
    </Dialog>
  );
}
