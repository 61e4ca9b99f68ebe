import { DivisionPath, type DivisionPathQuery } from '../../data/generated/desk.ts';
import { useData } from '../../data/use-data.ts';
import { t } from '../../i18n/desk.ts';

interface Step {
  code: string;
  name: string;
}

/** A division and those above it, from the top of the reader's own area. */
export function useDivisionPath(code: string, roots: readonly string[]): Step[] {
  const { data } = useData(DivisionPath, { code }, { keep: true, pause: code === '' });
  const all = stepsOf(data?.division);
  const own = all.filter((step) => roots.some((root) => step.code.startsWith(root)));
  return own.length > 0 ? own : [{ code, name: code }];
}

function stepsOf(division: DivisionPathQuery['division'] | undefined): Step[] {
  const steps: Step[] = [];
  let at: (Step & { parent?: unknown }) | null | undefined = division;
  while (at) {
    steps.unshift({ code: at.code, name: at.name });
    at = at.parent as typeof at;
  }
  return steps;
}

/** The way back up; `to` is the route its steps lead to. */
export function Breadcrumb({ path, to = '/coverage' }: { path: readonly Step[]; to?: string }) {
  if (path.length < 2) return null;
  return (
    <nav aria-label={t('coverage.path')} class="breadcrumb no-print">
      <ol>
        {path.map(({ code, name }, index) => (
          <li key={code}>
            {index < path.length - 1 ? <a href={`#${to}/${code}`}>{name}</a> : <span aria-current="page">{name}</span>}
          </li>
        ))}
      </ol>
    </nav>
  );
}
