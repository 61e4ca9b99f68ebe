import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Pages } from '../../data/use-pages.ts';
import { t } from '../../i18n/coming.ts';
import { t as common } from '../../i18n/common.ts';
import { formatDate } from '../../i18n/format.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { EmptyState, Skeleton } from '../../ui/feedback.tsx';
import { type Column, Table } from '../../ui/table.tsx';

/** A list of births, moves or deaths, page after page; one is opened over it. */
export function CaseList<Case extends { id: string }>({
  pages: { nodes, problem, isLoading, hasMore, more },
  caption,
  none,
  noneHint,
  columns,
  dialog,
}: {
  pages: Pages<Case>;
  caption: string;
  none: string;
  noneHint?: ComponentChildren;
  columns: (open: (one: Case) => void) => Column<Case>[];
  dialog: (opened: Case, close: () => void) => ComponentChildren;
}) {
  const [opened, setOpened] = useState<Case | null>(null);
  return (
    <>
      {problem && <ErrorBox problem={problem} onRetry={more} />}
      {!nodes && isLoading && <Skeleton lines={6} />}
      {nodes?.length === 0 && (
        <EmptyState icon="check" title={none}>
          {noneHint}
        </EmptyState>
      )}
      {nodes && nodes.length > 0 && (
        <Table caption={caption} hideCaption rows={nodes} rowKey={({ id }) => id} columns={columns(setOpened)} />
      )}
      {hasMore && (
        <Button wide busy={isLoading} onClick={more}>
          {t('list.more')}
        </Button>
      )}
      {opened && dialog(opened, () => setOpened(null))}
    </>
  );
}

/** Whom a case is about, as it stands first in each row. */
export function WhoCell({ name, sex, birthDate }: { name: string; sex: 'F' | 'M' | 'U'; birthDate?: string | null }) {
  return (
    <span class="stack-none">
      <strong>
        <bdi>{name}</bdi>
      </strong>
      <span class="muted small">
        {common(`sex.${sex}`)} {birthDate && <span class="number">{formatDate(birthDate)}</span>}
      </span>
    </span>
  );
}
