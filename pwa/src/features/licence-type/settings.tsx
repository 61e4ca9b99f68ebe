import { CORE_NAMES } from '@miaoben/schema/licence-definition.ts';
import { t } from '../../i18n/licence.ts';
import { t as applying } from '../../i18n/licence-application.ts';
import type { Definition } from './definition.ts';
import { columnName, ruleText } from './field-words.ts';

/** What a definition says beside its fields: key, dates, lists, face, applications, metadata. */
export function Settings({ definition: d }: { definition: Definition }) {
  const names = (keys: readonly string[]) => keys.map((key) => columnName(d, key)).join('、');
  const rows: [string, string][] = [
    [t('type.holder'), t(`type.holder.${d.holder}`)],
    ...CORE_NAMES.flatMap((name): [string, string][] => {
      const key = d.core[name];
      return key === undefined ? [] : [[t(`core.${name}`), names([key])]];
    }),
    [t('type.primaryKey'), names(d.primaryKey)],
    [t('type.businessDate'), names([d.businessDate])],
    [t('type.filters'), names(d.filters)],
    [t('type.managementColumns'), names(d.managementColumns)],
    [t('type.listColumns'), names(d.listColumns)],
    ...d.face.groups.map(({ title, fields }): [string, string] => [
      `${t('type.face')}${title ? ` · ${title.zh}` : ''}`,
      names(fields),
    ]),
    [t('diff.rules'), d.rules.map((rule) => ruleText(d, rule)).join('；') || t('rules.none')],
    [t('type.qr'), t(d.face.qr ? 'type.yes' : 'type.no')],
    ...(d.applications ?? []).map(({ kind, fields, daysBefore }): [string, string] => [
      `${t('diff.applications')} · ${applying(`kind.${kind}`)}`,
      [
        fields.length > 0 ? names(fields) : t('type.noFields'),
        ...(daysBefore === undefined ? [] : [t('type.daysBefore', { days: daysBefore })]),
      ].join('；'),
    ]),
    [
      t('type.metadata'),
      Object.entries(d.metadata)
        .map(([name, key]) => `${name} ${columnName(d, key)}`)
        .join('；'),
    ],
  ];
  return (
    <dl class="licence-facts">
      {rows.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
