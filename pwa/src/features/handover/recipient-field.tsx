import { useEffect, useState } from 'preact/hooks';
import { HandoverRecipients, type HandoverRecipientsQuery } from '../../data/generated/files.ts';
import { useData } from '../../data/use-data.ts';
import { t } from '../../i18n/handover.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { TextField } from '../../ui/field.tsx';

export type Recipient = HandoverRecipientsQuery['handoverRecipients'][number];

/** Typing rests this long before the directory is asked. */
const REST_MS = 300;

/** The school of the child's roster at one touch, any other school or unit of the area by a part of its name. */
export function RecipientField({
  personId,
  chosen,
  onChange,
  error,
}: {
  personId: string;
  chosen: Recipient | null;
  onChange: (recipient: Recipient | null) => void;
  error: string | undefined;
}) {
  const [text, setText] = useState('');
  const [asked, setAsked] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text.trim()), REST_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const isAsking = Array.from(asked).length >= 2;
  const { data: own } = useData(HandoverRecipients, { personId, text: null });
  const { data, problem } = useData(HandoverRecipients, { personId, text: asked }, { pause: !isAsking });
  if (chosen) {
    return (
      <div class="row-between">
        <div>
          <p class="muted small">{t('give.chosen')}</p>
          <strong>{chosen.name}</strong>
        </div>
        <Button onClick={() => onChange(null)}>{t('give.change')}</Button>
      </div>
    );
  }
  const found = isAsking ? data?.handoverRecipients : undefined;
  return (
    <div class="stack-tight">
      <Choices label={t('give.own')} of={own?.handoverRecipients ?? []} onChoose={onChange} />
      <TextField
        label={t('give.search')}
        hint={t('give.search.hint')}
        type="search"
        value={text}
        onInput={setText}
        error={error}
        maxLength={50}
      />
      {problem && <ErrorBox problem={problem} />}
      {found?.length === 0 && <p class="muted">{t('give.none')}</p>}
      <Choices label={t('give.found')} of={found ?? []} onChoose={onChange} />
    </div>
  );
}

function Choices({
  label,
  of,
  onChoose,
}: {
  label: string;
  of: readonly Recipient[];
  onChoose: (recipient: Recipient) => void;
}) {
  if (of.length === 0) return null;
  return (
    <>
      <p class="muted small">{label}</p>
      <ul class="stack-tight" aria-label={label}>
        {of.map((recipient) => (
          <li key={recipient.id}>
            <Button wide onClick={() => onChoose(recipient)}>
              {recipient.name}
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}
