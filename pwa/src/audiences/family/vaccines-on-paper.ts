interface Vaccine {
  readonly code: string;
  readonly name: string;
}

/** Signs that say nothing, and the word every name has. */
const PLAIN = /[\s()（）]|疫苗/gu;

/** Whether the letters of one stand in the other in their order: 乙肝 in 重组乙型肝炎. */
function isWithin(short: string, long: string): boolean {
  let at = 0;
  for (const letter of long) if (letter === short[at]) at += 1;
  return at === short.length;
}

/**
 * The vaccines of the code table a booklet may mean: the one of exactly that name, else all whose name its short name abbreviates. A
 * family chooses where there are several: which of three hepatitis B vaccines it was, the booklet often does not say.
 */
export function vaccinesOnPaper<V extends Vaccine>(text: string, vaccines: readonly V[]): V[] {
  const wanted = text.replace(PLAIN, '');
  if (wanted === '') return [];
  const exact = vaccines.filter(({ name }) => name.replace(PLAIN, '') === wanted);
  return exact.length > 0 ? exact : vaccines.filter(({ name }) => isWithin(wanted, name.replace(PLAIN, '')));
}
