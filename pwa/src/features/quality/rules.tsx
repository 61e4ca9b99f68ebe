import { useState } from 'preact/hooks';
import { QualityRules, type QualityRulesQuery, SwitchQualityRule } from '../../data/generated/quality.ts';
import { newId } from '../../data/new-id.ts';
import { mutate, useData } from '../../data/use-data.ts';
import { formatInstant } from '../../i18n/format.ts';
import { t } from '../../i18n/quality.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge, Skeleton } from '../../ui/feedback.tsx';
import { Table } from '../../ui/table.tsx';
import { toast } from '../../ui/toast.tsx';
import { ReasonForm } from './reason-form.tsx';
import { RuleBadges, titleOf } from './rule-words.tsx';
import { useIsProvince } from './use-is-province.ts';

type Rule = QualityRulesQuery['qualityRules'][number];

/** The rules in force; the province switches them on and off. */
export function Rules() {
  const { data, problem, refresh } = useData(QualityRules, {});
  const isProvince = useIsProvince();
  const [switched, setSwitched] = useState<Rule | null>(null);
  if (problem && !data) return <ErrorBox problem={problem} onRetry={refresh} />;
  if (!data) return <Skeleton lines={8} />;
  return (
    <section class="stack">
      <p class="muted">{t('rules.explain')}</p>
      <Table
        caption={t('tabs.rules')}
        hideCaption
        rows={data.qualityRules}
        rowKey={({ id }) => id}
        columns={[
          { key: 'rule', head: t('hand.rule'), lead: true, cell: (rule) => titleOf(rule) },
          { key: 'kind', head: t('rules.kind'), cell: (rule) => <RuleBadges rule={rule} /> },
          { key: 'state', head: t('rules.state'), cell: (rule) => <State rule={rule} /> },
          ...(isProvince
            ? [
                {
                  key: 'act',
                  head: '',
                  cell: (rule: Rule) => (
                    <Button onClick={() => setSwitched(rule)}>{t(rule.isOn ? 'rules.off' : 'rules.on')}</Button>
                  ),
                },
              ]
            : []),
        ]}
      />
      {switched && (
        <SwitchDialog
          rule={switched}
          onClose={() => setSwitched(null)}
          onDone={() => {
            setSwitched(null);
            refresh();
          }}
        />
      )}
    </section>
  );
}

function State({ rule: { isOn, changedAt, changedBy, reason } }: { rule: Rule }) {
  return (
    <span class="stack-tight">
      <Badge tone={isOn ? 'good' : 'neutral'}>{t(isOn ? 'rules.on' : 'rules.off')}</Badge>
      {changedAt && (
        <span class="muted small">
          {t('rules.changed', { at: formatInstant(changedAt), by: changedBy?.displayName ?? '', reason: reason ?? '' })}
        </span>
      )}
    </span>
  );
}

function SwitchDialog({ rule, onClose, onDone }: { rule: Rule; onClose: () => void; onDone: () => void }) {
  const [commandId] = useState(newId);
  return (
    <ReasonForm
      title={t(rule.isOn ? 'rules.switchOff' : 'rules.switchOn', { title: titleOf(rule) })}
      label={t('rules.reason')}
      needed={t('rules.reasonNeeded')}
      onClose={onClose}
      onSave={async (reason) => {
        const answer = await mutate(SwitchQualityRule, { commandId, rule: rule.id, isOn: !rule.isOn, reason });
        if (!answer.ok) return answer.problem;
        toast(t('rules.saved'));
        onDone();
        return null;
      }}
    />
  );
}
