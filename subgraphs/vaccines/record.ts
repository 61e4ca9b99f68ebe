import type { DoseEvaluation } from '@miaoben/schedule';
import type { Catalogue } from './modules/catalogue/catalogue.ts';
import type { DoseRow } from './modules/dose/dose.repository.ts';
import type { SubjectRow } from './modules/person/subject.repository.ts';
import { evaluateDoses } from './modules/plan/engine.ts';

/** The vaccination record of one person: everything about a dose is answered from these rows, without another statement. */
export class PersonRecord {
  readonly subject: SubjectRow;
  /** by date, voided ones too */
  readonly doses: readonly DoseRow[];
  readonly catalogue: Catalogue;
  readonly asOf: string;
  #evaluations: Map<string, DoseEvaluation> | undefined;

  constructor(subject: SubjectRow, doses: readonly DoseRow[], catalogue: Catalogue, asOf: string) {
    this.subject = subject;
    this.doses = doses;
    this.catalogue = catalogue;
    this.asOf = asOf;
  }

  /** What the engine says of a dose; undefined for a voided one. */
  evaluation(doseId: string): DoseEvaluation | undefined {
    this.#evaluations ??= evaluateDoses(this.subject, this.doses, this.catalogue, this.asOf);
    return this.#evaluations.get(doseId);
  }

  dose(doseId: string): DoseRow | undefined {
    return this.doses.find((d) => d.dose_id === doseId);
  }

  majorOf(vaccine: string): string {
    return this.catalogue.vaccines.get(vaccine)?.majorCode ?? vaccine.slice(0, 2);
  }

  /** Other standing records of the same class of vaccine on the same day: perhaps one dose recorded twice (design section 7). */
  conflictsWith(dose: DoseRow): DoseRow[] {
    if (dose.state !== 'given') return [];
    return this.doses.filter(
      (d) =>
        d.state === 'given' &&
        d.dose_id !== dose.dose_id &&
        d.given_on === dose.given_on &&
        this.majorOf(d.vaccine) === this.majorOf(dose.vaccine),
    );
  }

  /** Whether what waits for a look needs none any more: it waited because of a record that is void now. */
  isSettled(dose: DoseRow): boolean {
    return !dose.reviewed && dose.vial_doubt === null && this.conflictsWith(dose).length === 0;
  }

  /** Number of a dose in its series; outside the programme its place among the doses of its class of vaccine. */
  doseNumber(dose: DoseRow): number | null {
    const evaluation = this.evaluation(dose.dose_id);
    if (!evaluation) return null;
    const numbered = evaluation.series.find((s) => s.dose !== null);
    if (numbered) return numbered.dose;
    if ((this.catalogue.schedule.vaccines.get(dose.vaccine)?.series ?? []).length > 0) return null;
    const same = this.doses.filter(
      (d) => d.state === 'given' && this.majorOf(d.vaccine) === this.majorOf(dose.vaccine),
    );
    return same.indexOf(dose) + 1;
  }
}
