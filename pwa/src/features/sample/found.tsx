import { formatInstant } from '../../i18n/format.ts';
import { t } from '../../i18n/sample.ts';
import type { Sample } from '../../offline/samples.ts';
import { Button } from '../../ui/button.tsx';
import { Badge } from '../../ui/feedback.tsx';
import { Table } from '../../ui/table.tsx';
import { exportFound } from './findings-sheet.ts';

/** What was found on site and sent, by whom and when (S-47). */
export function Found({ sample }: { sample: Sample }) {
  const { findings } = sample;
  if (findings.length === 0) return <p class="muted no-print">{t('found.none')}</p>;
  return (
    <section class="stack">
      <div class="row no-print">
        <Button icon="download" onClick={() => void exportFound(sample)}>
          {t('found.export')}
        </Button>
      </div>
      <Table
        caption={t('found.title')}
        rows={findings}
        rowKey={({ person, by }) => `${person.id} ${by.id}`}
        columns={[
          { key: 'name', head: t('persons.name'), lead: true, cell: ({ person }) => <bdi>{person.name}</bdi> },
          { key: 'unit', head: t('strata.unit'), cell: ({ person }) => person.managingClinic.name },
          {
            key: 'result',
            head: t('held.sheet.result'),
            cell: ({ result }) => (
              <Badge tone={result === 'agrees' ? 'good' : 'bad'}>{t(`held.result.${result}`)}</Badge>
            ),
          },
          { key: 'note', head: t('held.note'), cell: ({ note }) => note ?? '' },
          { key: 'by', head: t('found.by'), cell: ({ by }) => by.displayName ?? '' },
          { key: 'at', head: t('found.at'), cell: ({ foundAt }) => formatInstant(foundAt) },
        ]}
      />
    </section>
  );
}
