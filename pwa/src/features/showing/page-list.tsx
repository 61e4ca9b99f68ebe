import type { Pages } from '../../data/use-pages.ts';
import { t as desk } from '../../i18n/desk.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { EmptyState, Skeleton } from '../../ui/feedback.tsx';
import type { IconName } from '../../ui/icon.tsx';
import { type Column, Table } from '../../ui/table.tsx';

/** A list read page by page as a table: its waiting, its emptiness, its problem and its next page. */
export function PageList<Row extends { id: string }>({
  caption,
  empty,
  icon,
  pages,
  columns,
}: {
  caption: string;
  empty: string;
  icon: IconName;
  pages: Pages<Row>;
  columns: readonly Column<Row>[];
}) {
  const { nodes, problem, isLoading, hasMore, more } = pages;
  return (
    <>
      {problem && <ErrorBox problem={problem} onRetry={more} />}
      {!nodes && isLoading && <Skeleton lines={6} />}
      {nodes?.length === 0 && <EmptyState icon={icon} title={empty} />}
      {nodes && nodes.length > 0 && (
        <Table caption={caption} hideCaption rows={nodes} rowKey={({ id }) => id} columns={columns} />
      )}
      {hasMore && (
        <Button wide busy={isLoading} onClick={more}>
          {desk('list.more')}
        </Button>
      )}
    </>
  );
}
