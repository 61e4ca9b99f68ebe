/**
 * Population classes (人群分类) of the certificate statistics, by age on the day that is counted.
 * `source`: the text the limit is taken from; `derived`: where no rule names it and Miaoben has chosen.
 */
export const POPULATION_CLASSES = {
  newborn: {
    name: '新生儿',
    limit: '出生 28 天内（不足 28 天）',
    basis: 'source: 《新生儿访视技术规范》，新生儿期为出生后 28 天内',
  },
  infant: { name: '婴儿', limit: '满 28 天、不满 1 周岁', basis: 'derived' },
  preschool: {
    name: '学龄前儿童',
    limit: '满 1 周岁、不满 6 周岁',
    basis: 'source: 《义务教育法》第十一条，年满六周岁入学',
  },
  school_age: {
    name: '学龄儿童',
    limit: '满 6 周岁、不满 18 周岁',
    basis: 'source: 《未成年人保护法》第二条，未满十八周岁',
  },
  adult: { name: '成人', limit: '满 18 周岁', basis: 'source: 《民法典》第十七条' },
  unknown: { name: '未说明', limit: '没有出生日期的记录', basis: 'derived' },
} as const;
export type PopulationClass = keyof typeof POPULATION_CLASSES;

const NEWBORN_DAYS = 28;
const DAY_MS = 86_400_000;

/** Completed years on a day; somebody born on 29 February completes a year on 1 March. */
function yearsOn(birthDate: string, day: string): number {
  const years = Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return day.slice(5) < birthDate.slice(5) ? years - 1 : years;
}

/** @param birthDate `YYYY-MM-DD`, null where it is not known */
export function populationOn(birthDate: string | null, day: string): PopulationClass {
  if (birthDate === null) return 'unknown';
  if ((Date.parse(day) - Date.parse(birthDate)) / DAY_MS < NEWBORN_DAYS) return 'newborn';
  const years = yearsOn(birthDate, day);
  if (years < 1) return 'infant';
  if (years < 6) return 'preschool';
  return years < 18 ? 'school_age' : 'adult';
}
