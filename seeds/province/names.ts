import type { Sex } from '@miaoben/identifiers';
import type { Rng } from './rng.ts';

/** GB/T 3304 codes of the peoples the generator names. */
export const PEOPLES = { han: '01', mongolian: '02', hui: '03', tibetan: '04', tu: '30', salar: '35' } as const;

export type People = keyof typeof PEOPLES;

const words = (text: string): readonly string[] => text.split(' ');

const SURNAMES: Readonly<Record<'han' | 'hui' | 'tu' | 'salar', readonly string[]>> = {
  han: words(
    '王 李 张 刘 陈 杨 赵 黄 周 吴 徐 孙 胡 朱 高 林 何 郭 马 罗 梁 宋 郑 谢 韩 唐 冯 于 董 萧 程 曹 袁 邓 许 傅 沈 曾 彭 吕 苏 蔡 贾 丁 魏 薛 叶 阎 祁 史 保 铁 严 雷 贺 殷 星 晁 山 甘 辛 苗 侯 包 莫 龚 盛 范 车 解',
  ),
  hui: words('马 马 马 马 马 韩 冶 沙 白 丁 哈 海 喇 绽 穆 丁 金 仙 苏 杨 李 张 王 陕 答 祁'),
  tu: words('李 祁 东 鲍 星 乔 牛 董 席 吕 蔡 张 王 麻 胡 刁 何 宋 阿 莫'),
  salar: words('韩 韩 韩 马 马 何 沈 兰 苏 王'),
};

const HAN_FIRST: Readonly<Record<Sex, readonly string[]>> = {
  M: words(
    '文 志 建 国 永 海 生 成 玉 俊 子 浩 宇 梓 明 天 嘉 一 博 家 启 思 若 晓 小 万 有 德 世 承 鹏 泽 瑞 景 奕 晨 铭 昊 逸 辰',
  ),
  F: words(
    '秀 玉 桂 春 海 晓 小 雅 梓 欣 雨 诗 思 佳 嘉 若 语 可 子 一 静 文 梦 慧 淑 月 红 生 芸 婉 安 怡 依 沐 锦 清 艺 舒',
  ),
};
const HAN_LAST: Readonly<Record<Sex, readonly string[]>> = {
  M: words(
    '军 强 伟 平 龙 林 福 寿 祥 财 贵 元 轩 涵 宇 豪 杰 阳 睿 泽 辰 哲 博 诚 航 山 虎 明 东 峰 鑫 源 安 霖 恒 喆 然 晨 翔 旭',
  ),
  F: words(
    '英 兰 花 梅 莲 芳 霞 萍 燕 琴 香 秀 珍 涵 怡 妍 彤 萱 琪 瑶 雯 洁 婷 悦 宁 菲 媛 琳 蓉 妮 桐 玥 娜 颖 馨 然 茹 莹 曦 月',
  ),
};

const TIBETAN: Readonly<Record<Sex, { readonly first: readonly string[]; readonly last: readonly string[] }>> = {
  M: {
    first: words(
      '才让 扎西 多杰 索南 丹增 仁青 尼玛 桑杰 旦正 拉毛 更登 久美 完么 周本 公保 南杰 东智 李加 夏吾 三智 角巴 华旦 拉夫 切羊 加央 洛桑 格桑 次成 元旦 昂青 多德 贡却',
    ),
    last: words(
      '多杰 才让 扎西 加 东智 仁青 太 杰 尖措 本 南杰 道吉 项秀 当周 旺秀 彭措 达杰 才旦 桑杰 嘉措 顿珠 才郎 多旦 先 龙珠 昂秀',
    ),
  },
  F: {
    first: words(
      '卓玛 才让 拉毛 索南 德吉 央金 桑吉 仁青 白玛 格桑 尼玛 旦正 公保 周毛 完么 羊毛 万么 切毛 斗格 夏吾 扎西 更藏 才仁 次成 梅朵 华毛 南拉 三木',
    ),
    last: words(
      '卓玛 措 吉 毛 拉毛 措毛 央宗 才措 卓嘎 永措 什姐 草 巴措 吉毛 措吉 旺姆 央措 加 杰毛 东主 拉措 玉措 德吉',
    ),
  },
};

const MONGOLIAN: Readonly<Record<Sex, { readonly first: readonly string[]; readonly last: readonly string[] }>> = {
  M: {
    first: words('巴图 苏和 朝鲁 那木 阿拉腾 青格乐 乌力吉 孟和 额尔德 宝音 道尔吉 哈斯 布和 达瓦 吉日嘎 赛音'),
    last: words('巴雅尔 苏荣 其木格 达来 格日勒 巴特尔 吉雅 仓 图 那生 道尔基 扎布 才仁 吉日嘎拉'),
  },
  F: {
    first: words('乌兰 其其格 萨仁 娜仁 阿拉腾 斯琴 苏布德 托娅 乌云 哈斯 图雅 格日勒 敖登 青格乐 娜布其'),
    last: words('其其格 高娃 托娅 花 图雅 格日勒 其木格 娜 琪琪格 吉雅 塔娜 乌云'),
  },
};

const MUSLIM: Readonly<Record<Sex, readonly string[]>> = {
  M: words('伊布拉 尤素夫 阿卜杜 哈三 艾力 穆萨 达吾德 伊斯玛 苏来 胡塞 者麦力 奴海 哎布 亥木扎'),
  F: words('麦燕 法土麦 阿西燕 海迪切 索菲燕 阿米乃 麦热姆 热比亚 色尔丹 海力买 赛力买 艾米乃 祖拜 哈非赛'),
};

function hanGiven(sex: Sex, rng: Rng): string {
  if (rng.chance(0.16)) return rng.pick(HAN_LAST[sex]);
  return rng.pick(HAN_FIRST[sex]) + rng.pick(HAN_LAST[sex]);
}

function twoParts(
  parts: { readonly first: readonly string[]; readonly last: readonly string[] },
  dot: string,
  rng: Rng,
): string {
  const first = rng.pick(parts.first);
  const last = rng.pick(parts.last);
  return first === last ? first : `${first}${dot}${last}`;
}

/** Surname of a family, or an empty string for peoples who carry none. */
export function familyName(people: People, rng: Rng): string {
  return people === 'tibetan' || people === 'mongolian' ? '' : rng.pick(SURNAMES[people]);
}

/** A full name as it stands on the ID card. `surname` comes from `familyName`. */
export function personName(people: People, sex: Sex, surname: string, rng: Rng): string {
  switch (people) {
    case 'tibetan':
      return twoParts(TIBETAN[sex], '', rng);
    case 'mongolian':
      return twoParts(MONGOLIAN[sex], rng.chance(0.4) ? '·' : '', rng);
    case 'hui':
    case 'salar':
      return surname + (rng.chance(people === 'hui' ? 0.35 : 0.6) ? rng.pick(MUSLIM[sex]) : hanGiven(sex, rng));
    case 'han':
    case 'tu':
      return surname + hanGiven(sex, rng);
  }
}

type Shares = readonly (readonly [People, number])[];

/** Rough shares of the peoples, by county or prefecture (general knowledge, rounded). */
const SHARES: Readonly<Record<string, Shares>> = {
  '6301': [
    ['han', 74],
    ['hui', 16],
    ['tibetan', 6],
    ['tu', 3],
    ['mongolian', 1],
  ],
  '630121': [
    ['han', 50],
    ['hui', 29],
    ['tu', 11],
    ['tibetan', 8],
    ['mongolian', 2],
  ],
  '6302': [
    ['han', 54],
    ['hui', 21],
    ['tibetan', 10],
    ['tu', 8],
    ['salar', 6],
    ['mongolian', 1],
  ],
  '630223': [
    ['han', 64],
    ['tu', 18],
    ['tibetan', 11],
    ['hui', 7],
  ],
  '630224': [
    ['hui', 57],
    ['tibetan', 22],
    ['han', 16],
    ['salar', 5],
  ],
  '630225': [
    ['salar', 63],
    ['tibetan', 24],
    ['hui', 8],
    ['han', 5],
  ],
  '6322': [
    ['han', 36],
    ['hui', 32],
    ['tibetan', 25],
    ['mongolian', 5],
    ['tu', 2],
  ],
  '6323': [
    ['tibetan', 69],
    ['mongolian', 14],
    ['han', 8],
    ['hui', 7],
    ['tu', 2],
  ],
  '632324': [
    ['mongolian', 90],
    ['tibetan', 7],
    ['han', 3],
  ],
  '6325': [
    ['tibetan', 67],
    ['han', 25],
    ['hui', 7],
    ['mongolian', 1],
  ],
  '6326': [
    ['tibetan', 92],
    ['han', 7],
    ['hui', 1],
  ],
  '6327': [
    ['tibetan', 96],
    ['han', 3],
    ['hui', 1],
  ],
  '6328': [
    ['han', 65],
    ['hui', 14],
    ['tibetan', 12],
    ['mongolian', 7],
    ['tu', 1],
    ['salar', 1],
  ],
};

/** Draws the people of a family living in a division of at least six digits. */
export function peopleOf(division: string, rng: Rng): People {
  const shares = SHARES[division.slice(0, 6)] ?? SHARES[division.slice(0, 4)];
  if (!shares) throw new Error(`no population shares for division ${division.slice(0, 6)}`);
  let left = rng.float() * shares.reduce((sum, [, share]) => sum + share, 0);
  for (const [people, share] of shares) {
    left -= share;
    if (left < 0) return people;
  }
  return 'han';
}
