import type {
  CertificateGrouping,
  CertificateReportKind,
  PopulationClass,
  StatisticsSpan,
} from '../../data/generated/desk.ts';
import { t } from '../../i18n/statistics.ts';
import { Button } from '../../ui/button.tsx';
import { DateField, Segmented, Select } from '../../ui/field.tsx';
import {
  chooseFor,
  classed,
  from,
  grouping,
  groupingsOf,
  organisation,
  POPULATIONS,
  population,
  type Reader,
  report,
  reportsOf,
  SPANS,
  span,
  to,
} from './choice.ts';

/** Which report, of which days, of whom, and what its rows stand for. */
export function Choose({ reader }: { reader: Reader }) {
  return (
    <div class="stack no-print">
      <div class="statistics-choice">
        <Select
          label={t('choose.report')}
          value={report.value}
          options={reportsOf(reader).map((value) => ({ value, label: t(`report.${value}`) }))}
          onInput={(value) => {
            report.value = value as CertificateReportKind;
            organisation.value = null;
            chooseFor(reader);
          }}
        />
        <Select
          label={t('choose.by')}
          value={grouping.value}
          options={groupingsOf(reader, report.value).map((value) => ({ value, label: t(`by.${value}`) }))}
          onInput={(value) => {
            grouping.value = value as CertificateGrouping;
          }}
        />
        {classed(report.value) && (
          <Select
            label={t('choose.population')}
            value={population.value ?? ''}
            options={[
              { value: '', label: t('choose.population.all') },
              ...POPULATIONS.map((value) => ({ value, label: t(`population.${value}`) })),
            ]}
            onInput={(value) => {
              population.value = value === '' ? null : (value as PopulationClass);
            }}
          />
        )}
      </div>
      <Segmented
        legend={t('choose.span')}
        value={span.value}
        options={SPANS.map((value) => ({ value, label: t(`span.${value}`) }))}
        onChange={(value) => {
          span.value = value as StatisticsSpan;
        }}
      />
      {span.value === 'own' && (
        <div class="statistics-choice">
          <DateField
            label={t('choose.from')}
            value={from.value}
            onInput={(value) => {
              if (value) from.value = value;
            }}
          />
          <DateField
            label={t('choose.to')}
            value={to.value}
            onInput={(value) => {
              if (value) to.value = value;
            }}
          />
        </div>
      )}
      {organisation.value && (
        <div class="row">
          <span>{t('oneOrganisation', { name: organisation.value.name })}</span>
          <Button
            variant="quiet"
            icon="close"
            onClick={() => {
              organisation.value = null;
            }}
          >
            {t('oneOrganisation.all')}
          </Button>
        </div>
      )}
    </div>
  );
}
