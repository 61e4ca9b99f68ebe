import { useState } from 'preact/hooks';
import {
  ChangePublicService,
  PublicServiceSettings,
  type PublicServiceSettingsQuery,
  type ResultFormat,
} from '../../data/generated/desk.ts';
import { newId } from '../../data/new-id.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate, useData } from '../../data/use-data.ts';
import { t } from '../../i18n/collection.ts';
import { fieldProblem } from '../../i18n/problem-text.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge, Skeleton } from '../../ui/feedback.tsx';
import { Checkbox, Select, TextField } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { Table } from '../../ui/table.tsx';
import { toast } from '../../ui/toast.tsx';

type Setting = PublicServiceSettingsQuery['publicServiceSettings'][number];

const FORMATS: readonly ResultFormat[] = ['words', 'codes', 'both'];

const labelsOf = (choices: Setting['choices'], chosen: readonly string[]): string =>
  choices
    .filter(({ key }) => chosen.includes(key))
    .map(({ label }) => label)
    .join('、');

/** The catalogue of public look-ups (执业信息查询, J-59): which types are open, what they tell, how often one may ask. */
export function PublicServiceList({ maySet }: { maySet: boolean }) {
  const { data, problem, isLoading, refresh } = useData(PublicServiceSettings, {});
  const [changing, setChanging] = useState<Setting | null>(null);
  return (
    <>
      <h2>{t('public.catalogue')}</h2>
      <p class="muted small">{t('public.explain')}</p>
      <div class="row no-print">
        <ButtonLink icon="search" href="/#/look-up">
          {t('public.try')}
        </ButtonLink>
      </div>
      {problem && <ErrorBox problem={problem} onRetry={refresh} />}
      {!data && isLoading && <Skeleton lines={6} />}
      {data && (
        <Table
          caption={t('rights.public')}
          hideCaption
          rows={data.publicServiceSettings}
          rowKey={({ type }) => type}
          columns={[
            { key: 'type', head: t('batch.type'), lead: true, cell: ({ name }) => name },
            {
              key: 'state',
              head: t('rights.state'),
              cell: ({ isOpen }) => (
                <Badge tone={isOpen ? 'good' : 'neutral'}>{t(isOpen ? 'public.open' : 'public.closed')}</Badge>
              ),
            },
            {
              key: 'filters',
              head: t('public.filters'),
              cell: ({ filterChoices, filters }) => labelsOf(filterChoices, filters) || '–',
            },
            {
              key: 'fields',
              head: t('public.fields'),
              cell: ({ choices, fields }) => labelsOf(choices, fields) || '–',
            },
            { key: 'format', head: t('public.format'), cell: ({ resultFormat }) => t(`format.${resultFormat}`) },
            {
              key: 'limits',
              head: t('rights.limits'),
              cell: ({ perMinute, perDay }) => t('rights.limitsOf', { minute: perMinute, day: perDay }),
            },
            {
              key: 'do',
              head: t('rights.action'),
              cell: (setting) => maySet && <Button onClick={() => setChanging(setting)}>{t('public.change')}</Button>,
            },
          ]}
        />
      )}
      {changing && (
        <ChangeDialog
          setting={changing}
          onClose={(changed) => {
            setChanging(null);
            if (changed) refresh();
          }}
        />
      )}
    </>
  );
}

function ChangeDialog({ setting, onClose }: { setting: Setting; onClose: (changed: boolean) => void }) {
  const { type, name, choices, filterChoices, version } = setting;
  const [isOpen, setOpen] = useState(setting.isOpen);
  const [fields, setFields] = useState<readonly string[]>(setting.fields);
  const [filters, setFilters] = useState<readonly string[]>(setting.filters);
  const [resultFormat, setFormat] = useState<ResultFormat>(setting.resultFormat);
  const [perMinute, setPerMinute] = useState(String(setting.perMinute));
  const [perDay, setPerDay] = useState(String(setting.perDay));
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const save = async () => {
    setBusy(true);
    const input = {
      ...{ type, isOpen, version },
      // In the order of the definition, whatever the order of the ticks.
      fields: choices.map(({ key }) => key).filter((key) => fields.includes(key)),
      filters: filterChoices.map(({ key }) => key).filter((key) => filters.includes(key)),
      resultFormat,
      perMinute: Number(perMinute) || 0,
      perDay: Number(perDay) || 0,
    };
    const answer = await mutate(ChangePublicService, { commandId: newId(), input });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    toast(t('public.changed'));
    onClose(true);
  };
  const wrong = { perMinute: fieldProblem(problem, 'perMinute'), perDay: fieldProblem(problem, 'perDay') };
  return (
    <FormDialog
      title={t('public.changeOf', { type: name })}
      saveText={t('public.save')}
      busy={busy}
      onSave={save}
      onClose={() => onClose(false)}
    >
      <Checkbox checked={isOpen} onChange={setOpen}>
        {t('public.openBox')}
      </Checkbox>
      {filterChoices.length > 0 && (
        <Ticks legend={t('public.filters')} choices={filterChoices} chosen={filters} onChange={setFilters} />
      )}
      <Ticks legend={t('public.fields')} choices={choices} chosen={fields} onChange={setFields} />
      <Select
        label={t('public.format')}
        value={resultFormat}
        options={FORMATS.map((value) => ({ value, label: t(`format.${value}`) }))}
        onInput={(value) => setFormat(value as ResultFormat)}
      />
      <TextField
        label={t('rights.perMinute')}
        inputmode="numeric"
        value={perMinute}
        error={wrong.perMinute}
        onInput={setPerMinute}
      />
      <TextField
        label={t('rights.perDay')}
        inputmode="numeric"
        value={perDay}
        error={wrong.perDay}
        onInput={setPerDay}
      />
      {problem && !Object.values(wrong).some(Boolean) && <ErrorBox problem={problem} />}
    </FormDialog>
  );
}

function Ticks({
  legend,
  choices,
  chosen,
  onChange,
}: {
  legend: string;
  choices: Setting['choices'];
  chosen: readonly string[];
  onChange: (chosen: readonly string[]) => void;
}) {
  return (
    <fieldset class="stack-tight">
      <legend>{legend}</legend>
      {choices.map(({ key, label }) => (
        <Checkbox
          key={key}
          checked={chosen.includes(key)}
          onChange={(checked) => onChange(checked ? [...chosen, key] : chosen.filter((other) => other !== key))}
        >
          {label}
        </Checkbox>
      ))}
    </fieldset>
  );
}
