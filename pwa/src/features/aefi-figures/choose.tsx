import {
  type AdverseEventCause,
  type AdverseEventGrouping,
  type AdverseEventPeriod,
  AefiVaccines,
} from '../../data/generated/aefi.ts';
import { useData } from '../../data/use-data.ts';
import { t } from '../../i18n/aefi-figures.ts';
import { currentDay } from '../../offline/day.ts';
import { Button } from '../../ui/button.tsx';
import { Segmented, Select } from '../../ui/field.tsx';
import { WholeDayField } from '../../ui/whole-day-field.tsx';
import { causeOptions } from '../aefi/words.ts';
import {
  cause,
  from,
  grouping,
  groupingsOf,
  isSerious,
  on,
  ownDays,
  PERIODS,
  period,
  to,
  unit,
  vaccine,
} from './choice.ts';

const SERIOUS: readonly (readonly [string, boolean])[] = [
  ['serious', true],
  ['other', false],
];

/** Which cases of which days, and what the rows stand for. */
export function Choose({ isClinic }: { isClinic: boolean }) {
  const { data } = useData(AefiVaccines, {}, { keep: true });
  const all = { value: '', label: t('choose.all') };
  return (
    <div class="stack no-print">
      <Segmented
        legend={t('choose.period')}
        value={period.value}
        options={PERIODS.map((value) => ({ value, label: t(`period.${value}`) }))}
        onChange={(value) => {
          period.value = value as AdverseEventPeriod;
        }}
      />
      <div class="statistics-choice">
        {period.value === 'own' ? <OwnDays /> : <DayOfPeriod />}
        <Select
          label={t('choose.by')}
          value={grouping.value}
          options={groupingsOf(isClinic).map((value) => ({ value, label: t(`by.${value}`) }))}
          onInput={(value) => {
            grouping.value = value as AdverseEventGrouping;
          }}
        />
        <Select
          label={t('choose.vaccine')}
          value={vaccine.value ?? ''}
          options={[all, ...(data?.vaccines ?? []).map(({ code, name }) => ({ value: code, label: name }))]}
          onInput={(value) => {
            vaccine.value = value || null;
          }}
        />
        <Select
          label={t('choose.cause')}
          value={cause.value ?? ''}
          options={[all, ...causeOptions()]}
          onInput={(value) => {
            cause.value = (value || null) as AdverseEventCause | null;
          }}
        />
        <Select
          label={t('choose.severity')}
          value={SERIOUS.find(([, is]) => is === isSerious.value)?.[0] ?? ''}
          options={[
            all,
            { value: 'serious', label: t('severity.serious') },
            { value: 'other', label: t('severity.other') },
          ]}
          onInput={(value) => {
            isSerious.value = SERIOUS.find(([name]) => name === value)?.[1] ?? null;
          }}
        />
      </div>
      {unit.value && (
        <div class="row">
          <span>{t('unit.one', { name: unit.value.name })}</span>
          <Button
            variant="quiet"
            icon="close"
            onClick={() => {
              unit.value = null;
            }}
          >
            {t('unit.all')}
          </Button>
        </div>
      )}
    </div>
  );
}

function DayOfPeriod() {
  const today = currentDay();
  return (
    <WholeDayField
      label={t('choose.on')}
      value={on.value ?? today}
      max={today}
      outside={t('choose.outside')}
      onDay={(day) => {
        on.value = day;
      }}
    />
  );
}

function OwnDays() {
  const days = ownDays();
  return (
    <>
      <WholeDayField
        label={t('choose.from')}
        value={days.from}
        max={days.to}
        outside={t('choose.outsideOwn')}
        onDay={(day) => {
          from.value = day;
        }}
      />
      <WholeDayField
        label={t('choose.to')}
        value={days.to}
        min={days.from}
        max={currentDay()}
        outside={t('choose.outsideOwn')}
        onDay={(day) => {
          to.value = day;
        }}
      />
    </>
  );
}
