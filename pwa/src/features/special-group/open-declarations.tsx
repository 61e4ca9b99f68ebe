import { OpenGroupDeclarations } from '../../data/generated/person-file.ts';
import { usePages } from '../../data/use-pages.ts';
import { ageText } from '../../i18n/age.ts';
import { t } from '../../i18n/declaration.ts';
import { t as desk } from '../../i18n/desk.ts';
import { formatDate } from '../../i18n/format.ts';
import { currentDay } from '../../offline/day.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';

/** What families declare and the clinic has yet to decide on, each with the way to the file. */
export function OpenDeclarations() {
  const { nodes, problem, isLoading, hasMore, more } = usePages(
    OpenGroupDeclarations,
    {},
    (data) => data.openGroupDeclarations,
  );
  if (problem && !nodes) return <ErrorBox problem={problem} onRetry={more} />;
  if (!nodes || nodes.length === 0) return null;
  return (
    <section class="card stack-tight" aria-labelledby="open-declarations">
      <h2 id="open-declarations">{t('open.title')}</h2>
      <ul class="visit">
        {nodes.map(({ id, person, birthDate, group, since }) => (
          <li key={id} class="visit-row">
            <span class="grow stack-tight">
              <a href={`#/child/${person.id}`}>
                <bdi>{person.name}</bdi>
              </a>
              <span class="small muted row">
                <span class="number">{ageText(birthDate, currentDay())}</span>
                <span>{t(`group.${group}`)}</span>
                <span class="number">{t('since', { date: formatDate(since) })}</span>
              </span>
            </span>
          </li>
        ))}
      </ul>
      {problem && <ErrorBox problem={problem} onRetry={more} />}
      {hasMore && (
        <Button wide busy={isLoading} onClick={more}>
          {desk('list.more')}
        </Button>
      )}
    </section>
  );
}
