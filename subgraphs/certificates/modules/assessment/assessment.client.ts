import type { Services } from '@miaoben/kernel';

/** Answer of vaccines to the entry check of one child. */
export interface Assessment {
  readonly personId: string;
  readonly scheduleVersion: string;
  /** YYYY-MM-DD from which that version is in force */
  readonly ruleDate: string;
  /** 1 complete, 2 catch-up, 4 contraindicated or postponed, 5 not yet due; never 3: that is for who matches */
  readonly result: 1 | 2 | 4 | 5;
  /** the next dose of each series that is behind; filled only for 2 */
  readonly missing: readonly MissingDose[];
  /** doses whose age is reached and whose interval is not, with their day; filled only for 5 */
  readonly awaited: readonly MissingDose[];
}
export interface MissingDose {
  readonly series: string;
  readonly seriesName: string;
  /** two digits: what the programme gives in the series */
  readonly majorCode: string;
  readonly dose: number;
  /** YYYY-MM-DD */
  readonly earliest: string | null;
}

const DOCUMENT = `query EntryAssessments($personIds: [ID!]!, $checkDate: Date!) {
  entryAssessments(personIds: $personIds, checkDate: $checkDate) {
    personId scheduleVersion ruleDate result missing { series seriesName majorCode dose earliest } awaited { series seriesName majorCode dose earliest }
  }
}`;
const PERSONS_A_CALL = 200;

/**
 * The entry check of persons at a day, by person; those vaccines does not know are left out.
 * @throws UNAVAILABLE when vaccines does not answer
 */
export async function assess(
  { peers }: Pick<Services, 'peers'>,
  purpose: 'certificate' | 'school_check',
  personIds: readonly string[],
  checkDate: string,
): Promise<Map<string, Assessment>> {
  const answers = new Map<string, Assessment>();
  for (let i = 0; i < personIds.length; i += PERSONS_A_CALL) {
    const { entryAssessments } = await peers.graph<{ entryAssessments: Assessment[] }>('vaccines', purpose, DOCUMENT, {
      personIds: personIds.slice(i, i + PERSONS_A_CALL),
      checkDate,
    });
    for (const answer of entryAssessments) answers.set(answer.personId, answer);
  }
  return answers;
}
