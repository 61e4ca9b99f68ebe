import type { SpecialGroup } from '@miaoben/schedule';
import { t } from '../../i18n/own-file.ts';
import { Notice } from '../../ui/feedback.tsx';

/** What holds for the special groups somebody belongs to (Q-06). */
export function GroupAdvice({ groups }: { groups: readonly SpecialGroup[] }) {
  return (
    <>
      {groups.map((group) => (
        <Notice key={group} tone="warn" title={`${t('group.title')} · ${t(`group.${group}`)}`}>
          {t(`advice.${group}`)}
        </Notice>
      ))}
    </>
  );
}
