import { HandoverRecipients, type HandoverRecipientsQuery } from '../../data/generated/files.ts';
import { useData } from '../../data/use-data.ts';
import { t } from '../../i18n/handover.ts';
import { ChosenName, FoundByName, NamedChoices, useSought } from '../../ui/found-by-name.tsx';

export type Recipient = HandoverRecipientsQuery['handoverRecipients'][number];

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
  const { text, setText, sought } = useSought();
  const { data: own } = useData(HandoverRecipients, { personId, text: null });
  const { data, problem } = useData(HandoverRecipients, { personId, text: sought }, { pause: sought === '' });
  if (chosen) {
    return (
      <ChosenName
        label={t('give.chosen')}
        name={chosen.name}
        change={t('give.change')}
        onChange={() => onChange(null)}
      />
    );
  }
  return (
    <div class="stack-tight">
      <NamedChoices label={t('give.own')} of={own?.handoverRecipients ?? []} onChoose={onChange} />
      <FoundByName
        label={t('give.search')}
        hint={t('give.search.hint')}
        listLabel={t('give.found')}
        isListed
        none={t('give.none')}
        text={text}
        onInput={setText}
        found={sought ? data?.handoverRecipients : undefined}
        problem={problem}
        error={error}
        onChoose={onChange}
      />
    </div>
  );
}
