/** Why there is no position: the person said no to WeChat's permission or to its privacy guide, or the phone does not know. */
export type WhyNoPlace = 'refused' | 'privacy' | 'unavailable';

const said: Record<WhyNoPlace, string> = {
  refused: '没有得到位置权限',
  privacy: '没有同意使用位置',
  unavailable: '现在定位不了',
};

export class NoPlace extends Error {
  constructor(readonly why: WhyNoPlace) {
    super(why);
  }

  get words(): string {
    return said[this.why];
  }
}

/** How a tap can ask again after a no; what a platform has no way for is absent. */
export type SecondChance = Partial<Record<WhyNoPlace, { words: string; take: () => Promise<unknown> }>>;
