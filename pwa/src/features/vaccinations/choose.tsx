import type { HouseholdClass, VaccinationGrouping, VaccinationReportKind } from '../../data/generated/desk.ts';
import { todayInChina } from '../../i18n/format.ts';
import { t } from '../../i18n/vaccinations.ts';
import { Button } from '../../ui/button.tsx';
import { DateField, Select } from '../../ui/field.tsx';
import {
  bornFrom,
  bornTo,
  chooseReport,
  GROUPINGS,
  givenFrom,
  givenTo,
  grouping,
  HOUSEHOLDS,
  household,
  item,
  REPORTS,
  report,
  year,
} from './choice.ts';

const YEARS = 20;

/** Which report, of whom, of which days, and what its rows stand for. */
export function Choose() {
  const thisYear = Number(todayInChina().slice(0, 4));
  const isByDay = report.value === 'caught_up';
  return (
    <div class="stack no-print">
      <div class="statistics-choice">
        <Select
          label={t('choose.report')}
          value={report.value}
          options={REPORTS.map((value) => ({ value, label: t(`report.${value}`) }))}
          onInput={(value) => chooseReport(value as VaccinationReportKind)}
        />
        <Select
          label={t('choose.by')}
          value={grouping.value}
          options={GROUPINGS[report.value].map((value) => ({ value, label: t(`by.${value}`) }))}
          onInput={(value) => {
            grouping.value = value as VaccinationGrouping;
          }}
        />
        {report.value !== 'household_share' && (
          <Select
            label={t('choose.household')}
            value={household.value ?? ''}
            options={[
              { value: '', label: t('choose.household.all') },
              ...HOUSEHOLDS.map((value) => ({ value, label: t(`household.${value}`) })),
            ]}
            onInput={(value) => {
              household.value = HOUSEHOLDS.find((known): known is HouseholdClass => known === value) ?? null;
            }}
          />
        )}
        {!isByDay && (
          <Select
            label={t('choose.year')}
            value={year.value ?? ''}
            options={[
              { value: '', label: t('choose.year.all') },
              ...Array.from({ length: YEARS }, (_, i) => String(thisYear - i)).map((value) => ({
                value,
                label: value,
              })),
            ]}
            onInput={(value) => {
              year.value = value || null;
            }}
          />
        )}
      </div>
      <div class="statistics-choice">
        <DateField
          label={t('choose.bornFrom')}
          value={bornFrom.value ?? ''}
          onInput={(value) => {
            bornFrom.value = value || null;
          }}
        />
        <DateField
          label={t('choose.bornTo')}
          value={bornTo.value ?? ''}
          onInput={(value) => {
            bornTo.value = value || null;
          }}
        />
        {isByDay && (
          <>
            <DateField
              label={t('choose.givenFrom')}
              value={givenFrom.value ?? ''}
              onInput={(value) => {
                givenFrom.value = value || null;
              }}
            />
            <DateField
              label={t('choose.givenTo')}
              value={givenTo.value ?? ''}
              onInput={(value) => {
                givenTo.value = value || null;
              }}
            />
          </>
        )}
      </div>
      {item.value && (
        <div class="row">
          <span>{t('item.one', { name: item.value.name })}</span>
          <Button
            variant="quiet"
            icon="close"
            onClick={() => {
              item.value = null;
            }}
          >
            {t('item.all')}
          </Button>
        </div>
      )}
    </div>
  );
}
