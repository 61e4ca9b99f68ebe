import { useEffect, useState } from 'preact/hooks';
import type { ClinicCodesQuery } from '../../data/generated/clinic.ts';
import type { Problem } from '../../data/problem.ts';
import { t } from '../../i18n/vial.ts';
import { toast } from '../../ui/toast.tsx';
import type { Draft } from '../dose/draft.ts';
import { readTraceCode } from '../dose/trace-code.ts';
import { openVial, undoOpening } from './save-vial.ts';
import { useVials } from './use-vials.ts';
import type { VialView } from './vial-state.ts';

export interface FormVial {
  /** the opened vial whose code is in the form */
  vial: VialView | undefined;
  /** the opened ones that may be used, of any vaccine */
  usable: readonly VialView[];
  now: number;
  /** this form has opened it */
  isFirst: boolean;
  /** it holds another vaccine than the one that is to be given */
  isOther: boolean;
  problem: Problem | null;
  undo: () => void;
}

/**
 * The vial of the dose in the form. Its first scan opens it; one that is open already brings its lot along.
 * @param wanted vaccines that will do; empty: any
 */
export function useFormVial(
  draft: Draft,
  wanted: readonly string[],
  codes: Pick<ClinicCodesQuery, 'products'>,
  change: (part: Partial<Draft>) => void,
): FormVial {
  const { vials, now, isLoading, refresh } = useVials();
  const [opened, setOpened] = useState<readonly string[]>([]);
  const [problem, setProblem] = useState<Problem | null>(null);
  const trace = draft.isOutside ? null : readTraceCode(draft.trace);
  const vial = trace === null ? undefined : vials.find(({ traceCode }) => traceCode === trace);
  const isOther = vial !== undefined && wanted.length > 0 && !wanted.includes(vial.product.vaccine.code);
  const product = codes.products.find(({ id }) => id === draft.product);
  const isNew =
    trace !== null && vial === undefined && !isLoading && draft.lot !== '' && (product?.dosesPerContainer ?? 1) > 1;

  useEffect(() => {
    if (!isNew || !product || opened.includes(trace)) return;
    setOpened([...opened, trace]);
    void openVial({ traceCode: trace, product, lotNumber: draft.lot }).then((saved) => {
      setProblem(saved.kind === 'refused' ? saved.problem : null);
      refresh();
    });
  }, [isNew, trace]);

  const code = vial?.traceCode;
  useEffect(() => {
    if (vial && !isOther) change({ vaccine: vial.product.vaccine.code, product: vial.product.id, lot: vial.lotNumber });
  }, [code, isOther]);

  const undo = async () => {
    if (!vial) return;
    const saved = await undoOpening(vial);
    setProblem(saved.kind === 'refused' ? saved.problem : null);
    if (saved.kind === 'refused') return;
    setOpened(opened.filter((one) => one !== vial.traceCode));
    change({ trace: '' });
    toast(t('undoOpening.done'));
    refresh();
  };
  return {
    vial,
    usable: vials.filter(({ state }) => state === 'open'),
    now,
    isFirst: trace !== null && opened.includes(trace),
    isOther,
    problem,
    undo: () => void undo(),
  };
}
