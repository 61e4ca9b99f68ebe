/** 系统设置 of files (births, moves, bindings) for one division and all below it that have none of their own. */
export interface PeopleSetting {
  /** division it was set for; empty for what the platform starts with */
  readonly division: string;
  /** S-10: the mother's HBsAg must be known and stated; else 未检测 may be chosen */
  readonly hbsagRequired: boolean;
  /** S-10: so must her antibody */
  readonly antiHbsRequired: boolean;
  /** S-12: days after which a birth file goes to the clinic by itself */
  readonly pushDays: number;
  /** S-11: files of children older than this are left out when duplicates of a newborn are sought */
  readonly newbornDays: number;
  /** days a unit has to answer a move */
  readonly answerDays: number;
  /** children an account may be bound to (绑定次数/人) when one of this division is added */
  readonly maxBindings: number;
  readonly version: number;
}

export const FIRST_SETTING: PeopleSetting = {
  division: '',
  hbsagRequired: true,
  antiHbsRequired: false,
  pushDays: 15,
  newbornDays: 90,
  answerDays: 15,
  maxBindings: 10,
  version: 0,
};

/** The values a setting may take, both ends included. */
export const SETTING_RANGES = {
  pushDays: [1, 90],
  newbornDays: [1, 365],
  answerDays: [1, 90],
  maxBindings: [1, 50],
} as const;

/** The setting in force at a division: that of the nearest division above it, itself included. */
export function settingAt<S extends PeopleSetting>(settings: readonly S[], division: string): S | PeopleSetting {
  const above = settings.filter((s) => division.startsWith(s.division));
  return above.reduce<S | PeopleSetting>(
    (best, s) => (s.division.length > best.division.length ? s : best),
    FIRST_SETTING,
  );
}
