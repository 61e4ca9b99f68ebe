import data from './divisions.json' with { type: 'json' };

export type DivisionLevel = 'province' | 'prefecture' | 'county' | 'township';

export interface Division {
  /** 2, 4 or 6 digits of GB/T 2260, or 9 digits of the statistical code. */
  readonly code: string;
  readonly name: string;
  readonly level: DivisionLevel;
  /** Null for the province. */
  readonly parentCode: string | null;
  /** A row of the statistics office that is no administrative division (park, farm): not in township reports. */
  readonly statisticsOnly: boolean;
}

const LEVELS: Readonly<Record<number, { level: DivisionLevel; parentLength: number }>> = {
  2: { level: 'province', parentLength: 0 },
  4: { level: 'prefecture', parentLength: 2 },
  6: { level: 'county', parentLength: 4 },
  9: { level: 'township', parentLength: 6 },
};

function load(): readonly Division[] {
  const statisticsOnly = new Set(data.statisticsOnly);
  const seen = new Set<string>();
  return data.divisions.map(([code = '', name = '']) => {
    const shape = LEVELS[code.length];
    const parentCode = shape && shape.parentLength > 0 ? code.slice(0, shape.parentLength) : null;
    if (!shape || name === '' || seen.has(code) || (parentCode !== null && !seen.has(parentCode))) {
      throw new Error(`divisions.json: row ${code} is malformed, repeated or without its parent`);
    }
    seen.add(code);
    return { code, name, level: shape.level, parentCode, statisticsOnly: statisticsOnly.has(code) };
  });
}

let loaded: readonly Division[] | undefined;

/** The real divisions of Qinghai, parents before children. */
export function divisions(): readonly Division[] {
  loaded ??= load();
  return loaded;
}

/** 青海省西宁市大通回族土族自治县桥头镇: the full name down to the given division. */
export function fullDivisionName(code: string): string {
  const parts = [2, 4, 6, 9].filter((length) => length <= code.length).map((length) => code.slice(0, length));
  return parts
    .map((part) => {
      const division = divisions().find((d) => d.code === part);
      if (division === undefined) throw new Error(`no division ${part}`);
      return division.name;
    })
    .join('');
}
