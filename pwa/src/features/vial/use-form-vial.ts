import { vialIdOf } from '@miaoben/schedule/vial';
import { useEffect, useState } from 'preact/hooks';
import type { ClinicCodesQuery } from '../../data/generated/clinic.ts';
import type { Problem } from '../../data/problem.ts';
import { t } from '../../i18n/vial.ts';
import { newId } from '../../offline/ids.ts';
import { toast } from '../../ui/toast.tsx';
import type { Draft } from '../dose/draft.ts';
import { readTraceCode } from '../dose/trace-code.ts';
import { openVial, undoOpening, type VialRef } from './save-vial.ts';
import { useVials } from './use-vials.ts';
import type { VialView } from './vial-state.ts';

export interface FormVial {
  /** the opened vial whose code is in the form, or the one without a code that was chosen */
  vial: VialView | undefined;
  /** the opened ones that may be used, of any vaccine */
  usable: readonly VialView[];
  now: number;
  /** this form has opened it */
  isFirst: boolean;
  /** it holds another vaccine than the one that is to be given */
  isOther: boolean;
  problem: Problem | null;
  /** Opens one without a code of the lot in the form; null while there is nothing to open. */
  openByHand: (() => void) | null;
  undo: () => void;
}

/**
 * The vial of the dose in the form. Its first scan opens it, one without a code is opened by a press; one that is open already
 * brings its lot along.
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
  const named = draft.isOutside ? null : vialIdOf({ traceCode: trace, vialId: draft.vialId });
  const vial = named === null ? undefined : vials.find(({ id }) => id === named);
  const isOther = vial !== undefined && wanted.length > 0 && !wanted.includes(vial.product.vaccine.code);
  const product = codes.products.find(({ id }) => id === draft.product);
  const isOfSeveral = !draft.isOutside && draft.lot !== '' && (product?.dosesPerContainer ?? 1) > 1;
  const isNew = isOfSeveral && trace !== null && vial === undefined && !isLoading;

  const open = async (opening: VialRef) => {
    setOpened([...opened, opening.id]);
    const saved = await openVial(opening, vials);
    setProblem(saved.kind === 'refused' ? saved.problem : null);
    if (saved.kind === 'refused' && opening.traceCode === null) change({ vialId: '' });
    refresh();
  };

  useEffect(() => {
    if (!isNew || !product || named === null || opened.includes(named)) return;
    void open({ id: named, traceCode: trace, product, lotNumber: draft.lot });
  }, [isNew, trace]);

  const openByHand = () => {
    if (!product) return;
    const id = newId();
    change({ vialId: id });
    void open({ id, traceCode: null, product, lotNumber: draft.lot });
  };

  const shown = vial?.id;
  useEffect(() => {
    if (vial && !isOther) change({ vaccine: vial.product.vaccine.code, product: vial.product.id, lot: vial.lotNumber });
  }, [shown, isOther]);

  const undo = async () => {
    if (!vial) return;
    const saved = await undoOpening(vial);
    setProblem(saved.kind === 'refused' ? saved.problem : null);
    if (saved.kind === 'refused') return;
    setOpened(opened.filter((one) => one !== vial.id));
    change({ trace: '', vialId: '' });
    toast(t('undoOpening.done'));
    refresh();
  };
  return {
    vial,
    usable: vials.filter(({ state }) => state === 'open'),
    now,
    isFirst: named !== null && opened.includes(named),
    isOther,
    problem,
    openByHand: isOfSeveral && named === null && draft.trace.trim() === '' ? openByHand : null,
    undo: () => void undo(),
  };
}
