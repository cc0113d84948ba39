/** Why there is no position: the person said no, or the phone does not know. */
export class NoPlace extends Error {
  constructor(readonly why: 'refused' | 'unavailable') {
    super(why);
  }

  /** What to tell the person, and what can be done instead. */
  get words(): string {
    return this.why === 'refused'
      ? '没有得到位置权限，没有关系：可以在地图上指出来，或者直接写地址。'
      : '现在定位不了，没有关系：可以在地图上指出来，或者直接写地址。';
  }
}
