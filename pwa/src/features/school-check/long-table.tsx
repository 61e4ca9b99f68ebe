import { useState } from 'preact/hooks';
import { t } from '../../i18n/school.ts';
import { Button } from '../../ui/button.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import type { Pupil } from './roster.ts';

// 2,000 rows at once would hold a phone up for seconds.
const STEP = 200;

/** Pupils, the first 200 of them at once. */
export function LongTable({
  caption,
  columns,
  pupils,
}: {
  caption: string;
  columns: readonly Column<Pupil>[];
  pupils: readonly Pupil[];
}) {
  const [limit, setLimit] = useState(STEP);
  const rest = pupils.length - limit;
  return (
    <div class="stack">
      <Table
        caption={caption}
        hideCaption
        columns={columns}
        rows={pupils.slice(0, limit)}
        rowKey={({ number }) => number}
      />
      {rest > 0 && (
        <Button wide onClick={() => setLimit(limit + STEP)}>
          {t('filter.more', { count: Math.min(rest, STEP) })}
        </Button>
      )}
    </div>
  );
}
