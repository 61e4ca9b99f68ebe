import { toDay, toIso } from '../province/days.ts';
import { DEMO_COUNTY, DEMO_SCHOOLS } from './organisations.ts';

/** Days since term start: the round is under way and its deadline near. */
const SINCE_TERM_START = 20;

/** A class of the demo's round; pupils come with the class list that is dropped into it. */
export interface DemoClass {
  readonly schoolCode: string;
  readonly grade: string;
  readonly name: string;
  readonly headTeacher: string;
}

export const DEMO_CLASSES: readonly DemoClass[] = [
  { schoolCode: DEMO_SCHOOLS.primary, grade: '一年级', name: '1班', headTeacher: '马秀英' },
  { schoolCode: DEMO_SCHOOLS.primary, grade: '一年级', name: '2班', headTeacher: '李国强' },
  { schoolCode: DEMO_SCHOOLS.kindergarten, grade: '小班', name: '1班', headTeacher: '祁玉兰' },
  { schoolCode: DEMO_SCHOOLS.kindergarten, grade: '小班', name: '2班', headTeacher: '张海燕' },
  { schoolCode: DEMO_SCHOOLS.central, grade: '一年级', name: '1班', headTeacher: '多杰才让' },
];

/** The round that is open in the demo county: of the term `today` lies in. */
export function demoRound(today: string): { code: string; division: string; termStart: string } {
  const isSpring = today.slice(5) >= '02-15' && today.slice(5) < '08-01';
  const year = Number(today.slice(0, 4)) - (isSpring || today.slice(5) < '02-15' ? 1 : 0);
  return {
    code: `${year}${isSpring ? 2 : 1}`,
    division: DEMO_COUNTY,
    termStart: toIso(toDay(today) - SINCE_TERM_START),
  };
}
