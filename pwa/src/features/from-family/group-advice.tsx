import type { SpecialGroup } from '@miaoben/schedule';
import { t } from '../../i18n/own-file.ts';
import { Notice } from '../../ui/feedback.tsx';

/** What holds for the special groups somebody belongs to, and for those the family only declares (Q-06). */
export function GroupAdvice({
  groups,
  declared,
}: {
  groups: readonly SpecialGroup[];
  declared: readonly SpecialGroup[];
}) {
  return (
    <>
      {groups.map((group) => (
        <Notice key={group} tone="warn" title={`${t('group.title')} · ${t(`group.${group}`)}`}>
          {t(`advice.${group}`)}
        </Notice>
      ))}
      {declared.map((group) => (
        <Notice key={group} tone="warn" title={t('group.declared', { group: t(`group.${group}`) })}>
          {t(`advice.${group}`)}
        </Notice>
      ))}
    </>
  );
}
